"""What every stage knows: where the checkout is, which modules are ours, what the environment says."""
import ast
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDONS_FOLDERS = (ROOT, ROOT / "addons")


def module_paths():
    """Folder of every PSMS module, by its name."""
    return {
        manifest.parent.name: manifest.parent
        for folder in ADDONS_FOLDERS
        for manifest in sorted(folder.glob("*/__manifest__.py"))
    }


def manifest(name):
    return ast.literal_eval((module_paths()[name] / "__manifest__.py").read_text(encoding="utf-8"))


def tracked_files(*suffixes):
    """Files that git knows (or would add), other than vendored libraries; all or those with one of the suffixes."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")
    paths = (ROOT / name for name in listed if name and "/static/lib/" not in name)
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def relative(path):
    return Path(path).relative_to(ROOT).as_posix()


def setting(name, default=None):
    value = os.environ.get(name, default)
    if value is None:
        raise RuntimeError(f"{name} is not set: tests/README.md says what this stage is told")
    return value


def artefacts():
    folder = Path(os.environ.get("PSMS_ARTEFACTS") or ROOT / "artefacts")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def lint_tool(name):
    """Path of a linter: from PSMS_LINT_BIN, else its name, to be found on PATH."""
    folder = os.environ.get("PSMS_LINT_BIN")
    return str(Path(folder) / name) if folder else name
