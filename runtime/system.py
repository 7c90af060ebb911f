"""What only the system's package manager brings: browser, PDF printer, fonts, node."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from . import paths
from .console import run, say, step


@dataclass(frozen=True)
class Tool:
    """A program or font, the Debian package that brings it and what can't be done without."""

    name: str
    package: str
    purpose: str
    find: Callable


def _program(name):
    return lambda: shutil.which(name)


def _chinese_font():
    if not shutil.which("fc-list"):
        return None
    fonts = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True).stdout
    return next(iter(fonts.splitlines()), None)


WKHTMLTOPDF = Tool("wkhtmltopdf", "wkhtmltopdf", "prints Odoo's documents", _program("wkhtmltopdf"))
PANGO = Tool("pango", "libpango-1.0-0 libpangoft2-1.0-0", "prints PSMS's documents", lambda: _library("pangoft2-1.0"))
FONT = Tool("Chinese font", "fonts-noto-cjk fontconfig", "Chinese in documents", _chinese_font)
CHROMIUM = Tool("chromium", "chromium", "tests in a browser", _program("chromium"))
NODE = Tool("npm", "nodejs npm", "tests in a browser", _program("npm"))
TO_RUN = (WKHTMLTOPDF, PANGO, FONT)
TO_TEST = (*TO_RUN, CHROMIUM, NODE)
TOOLS = TO_TEST


def provide(tools):
    """Install what is missing as root; as anyone else say the command. Return what is missing still."""
    missing = [tool for tool in tools if not tool.find()]
    if not missing:
        return []
    if not (paths.IS_ROOT and shutil.which("apt-get")):
        names = ", ".join(f"{tool.name} ({tool.purpose})" for tool in missing)
        say(f"  without {names}; to have it: {install_command(missing)}")
        return missing
    packages = " ".join(tool.package for tool in missing).split()
    with step(f"System packages, installed: {' '.join(packages)}"):
        log = paths.logs() / "apt.log"
        run(["apt-get", "update", "-q"], log)
        run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], log)
    return [tool for tool in missing if not tool.find()]


def install_command(tools):
    packages = " ".join(tool.package for tool in tools)
    return f"{'' if paths.IS_ROOT else 'sudo '}apt-get install {packages}"


def _library(name):
    from ctypes.util import find_library

    return find_library(name)
