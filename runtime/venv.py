"""Python environments in the cache, one for each set of requirements, shared by every checkout."""

import os
import sys

from . import odoo_source, paths
from .console import Failure, empty_folder, lock, require_space, run, step, tail

# modules of others for Odoo: they name Odoo itself as what they need, which pip could not find
ADDONS = "requirements-addons.txt"
RUN = ("requirements.txt", ADDONS)
TEST = (*RUN, "requirements-dev.txt")
LINT = ("requirements-lint.txt",)


def find(files=RUN):
    """The environment's python, or None when it is not ready."""
    folder = _folder(files)
    return folder / "bin" / "python" if (folder / ".complete").exists() else None


def get(files=RUN, title="Python environment"):
    """As find(), making the environment where there is none."""
    python = find(files)
    if python:
        return python
    with lock(paths.cache() / "venv.lock"):
        if not find(files):
            with step(title + ", made (downloads about 150 MB)"):
                _make(files)
    return find(files)


def environment(extra=None):
    """Variables for a child that imports Odoo and the engine of this checkout."""
    folders = [str(odoo_source.get()), str(paths.ROOT / "engine" / "src"), str(_engine_metadata())]
    return {
        **os.environ,
        # the engine is a distribution of its own; in a checkout it is used where it lies
        "PYTHONPATH": os.pathsep.join(folders),
        # compiled once for all runs, and no file beside anybody's sources: Odoo starts in half the time
        "PYTHONPYCACHEPREFIX": str(paths.cache() / "bytecode"),
        "PYTHONDONTWRITEBYTECODE": "",
        "LC_ALL": "C.UTF-8",
        **(extra or {}),
    }


def _engine_metadata():
    """Folder with the engine's .dist-info: Odoo looks there for what psms_production depends on."""
    project = paths.ROOT / "engine"
    folder = paths.state() / "engine" / paths.short_hash((project / "pyproject.toml").read_bytes())
    if not list(folder.glob("*.dist-info/METADATA")):
        folder.mkdir(parents=True, exist_ok=True)
        code = f"from setuptools import build_meta; build_meta.prepare_metadata_for_build_wheel({str(folder)!r})"
        log = paths.logs() / "engine.log"
        if not run([get(), "-W", "ignore", "-c", code], log, cwd=project):
            raise Failure(f"The engine's metadata could not be made ({tail(log)})", f"Log: {log}")
    return folder


def _folder(files):
    texts = [(paths.ROOT / name).read_bytes() for name in files]
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return paths.cache() / "venv" / f"{version}-{paths.short_hash(sys.base_prefix, *texts)}"


def _make(files):
    folder, log = _folder(files), paths.logs() / "pip.log"
    require_space(folder, "the Python environment")
    empty_folder(folder)
    requirements = [word for name in files if name != ADDONS for word in ("-r", paths.ROOT / name)]
    pip = [folder / "bin/python", "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar=off"]
    steps = [[sys.executable, "-m", "venv", folder], [*pip, *requirements]]
    if ADDONS in files:
        steps.append([*pip, "--no-deps", "-r", paths.ROOT / ADDONS])
    for command in steps:
        if not run(command, log):
            raise Failure(f"The Python environment could not be made ({tail(log)})", f"Is there a network? Log: {log}")
    (folder / ".complete").touch()
