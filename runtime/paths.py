"""Where things lie: what any checkout can share is cached, what belongs to this one is its state."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "odoo.conf"
IS_ROOT = os.geteuid() == 0


def cache():
    """Downloads and environments, shared by every checkout of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "psms"


def shared_state():
    """Data folder of this user. Root's lies outside its home: its PostgreSQL runs as `nobody`."""
    if os.environ.get("PSMS_STATE"):
        return Path(os.environ["PSMS_STATE"]).resolve()
    if IS_ROOT:
        return Path("/var/lib/psms")
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "psms"


def state():
    """This checkout's own data: cluster, files, logs. The path's hash keeps two checkouts apart."""
    return shared_state() / f"{ROOT.name}-{short_hash(str(ROOT))}"


def logs():
    return state() / "log"


def short_hash(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else str(part).encode())
    return digest.hexdigest()[:8]


def module_folders():
    """Every PSMS addon: module name -> folder."""
    manifests = [*ROOT.glob("*/__manifest__.py"), *ROOT.glob("addons/*/__manifest__.py")]
    return {manifest.parent.name: manifest.parent for manifest in sorted(manifests)}


def fingerprint(*folders):
    """Hash of the sources in the folders: what was built from them is rebuilt when they change."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and "egg-info" not in str(path):
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
