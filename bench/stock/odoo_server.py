"""Odoo as a script: with workers it starts itself a second time by the name of its script, which ``-m odoo`` has not."""

from odoo.cli import main

main()
