"""What `./psms` is made of. Standard library only: it runs before anything is installed.

paths        where things lie                    console      progress, failures, child processes
odoo_source  a real Odoo 19                      venv         its Python environment
postgres     a PostgreSQL of one's own           database     made, filled, kept in step with the sources
server       started, stopped, checked           system       what only the system's package manager brings
doctor       what is here and what is missing    testing      ./psms test
"""
