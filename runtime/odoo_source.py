"""A real Odoo 19: the one that PSMS_ODOO names, or Debian's package unpacked into the cache.

Nothing is installed and no root is needed; docs/adr/0001-runtime.md tells why it is done this way.
"""

import os
import re
import shutil
from pathlib import Path

from . import paths
from .console import Failure, empty_folder, lock, replace_folder, require_space, run, step, tail

KEYRINGS = [
    Path("/usr/share/keyrings") / f"debian-archive-keyring.{ending}" for ending in ("gpg", "pgp")
]
SUITE = "sid"
PACKAGES = (
    *("odoo-19", "libjs-jquery", "libjs-jquery-form", "libjs-underscore"),
    *("fonts-montserrat", "fonts-roboto-unhinted", "fonts-ocr-b"),
)
# the newer suite's Font Awesome lacks the files that Odoo links to
OWN_SUITE_PACKAGES = ("fonts-font-awesome", "fonts-inconsolata")
# named by an asset bundle but left out of the package for its licence: without it every page logs an error
MISSING_ASSET = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
OWN_ODOO = "Give an Odoo 19 of your own: PSMS_ODOO=/path/to/odoo ./psms up"


def find():
    """Folder that goes on the Python path to import Odoo, or None when there is none yet."""
    given = os.environ.get("PSMS_ODOO")
    if given:
        return _given(Path(given))
    ready = sorted((paths.cache() / "odoo").glob("*/.complete"))
    return ready[-1].parent / "usr/lib/python3/dist-packages" if ready else None


def get():
    """As find(), fetching Odoo where there is none."""
    return find() or _fetch()


def version(folder):
    """What runs: the package's version, or the release file's for one's own Odoo."""
    package = re.search(r"/odoo/([^/]+)/usr/lib", str(folder))
    if package:
        return package.group(1)
    release = (folder / "odoo" / "release.py").read_text()
    return ".".join(re.search(r"version_info = \((\d+), *(\d+)", release).groups())


def _given(folder):
    candidates = [folder, folder / "usr/lib/python3/dist-packages", folder.parent]
    for candidate in candidates:
        release = candidate / "odoo" / "release.py"
        if release.exists():
            if "version_info = (19," not in release.read_text():
                raise Failure(f"PSMS_ODOO={folder} is not an Odoo 19", "Name a folder of Odoo 19.0, or unset it.")
            return candidate
    raise Failure(f"PSMS_ODOO={folder} holds no odoo/release.py", "Name a source checkout of Odoo 19.0, or unset it.")


def _fetch():
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise Failure("Odoo is fetched as a Debian package and this machine has no apt-get", OWN_ODOO)
    home = paths.cache() / "odoo"
    with lock(paths.cache() / "odoo.lock"):
        if find():  # another ./psms fetched it while this one waited
            return find()
        require_space(home, "Odoo")
        work = empty_folder(home / "part")
        with step("Odoo 19, downloaded (about 150 MB)"):
            _download(work)
        with step("Odoo 19, unpacked"):
            _unpack(work, home)
    return find()


def _download(work):
    for folder in ("lists/partial", "cache/archives/partial", "debs"):
        (work / folder).mkdir(parents=True)
    sources, own_suite = work / "debian.sources", _own_suite()
    keyring = next((str(path) for path in KEYRINGS if path.exists()), None)
    if not keyring:
        raise Failure("The Debian archive keyring is not on this machine", f"apt-get install debian-archive-keyring. {OWN_ODOO}")
    sources.write_text(
        f"Types: deb\nURIs: {_archive()}\nSuites: {SUITE} {own_suite}\nComponents: main\nSigned-By: {keyring}\n"
    )
    options = [
        *("-o", f"Dir::Etc::sourcelist={sources}", "-o", "Dir::Etc::sourceparts=-"),
        *("-o", f"Dir::State::Lists={work}/lists", "-o", f"Dir::Cache={work}/cache"),
        *("-o", "Acquire::Languages=none", "-o", "Acquire::Retries=3", "-o", "APT::Update::Error-Mode=any"),
    ]
    if paths.IS_ROOT:  # apt's own unprivileged user can't enter a private cache folder
        options += ["-o", "APT::Sandbox::User=root"]
    names = [f"{name}/{SUITE}" for name in PACKAGES] + [f"{name}/{own_suite}" for name in OWN_SUITE_PACKAGES]
    log = paths.logs() / "odoo-download.log"
    for command in (["update"], ["download", *names]):
        if not run(["apt-get", "-q", *options, *command], log, cwd=work / "debs"):
            raise Failure(f"Odoo could not be downloaded ({tail(log)})", f"Is there a network? Log: {log}. {OWN_ODOO}")


def _unpack(work, home):
    tree, log = work / "tree", paths.logs() / "odoo-unpack.log"
    tree.mkdir()
    for package in sorted((work / "debs").glob("*.deb")):
        if not run(["dpkg-deb", "-x", package, tree], log):
            raise Failure(f"{package.name} could not be unpacked ({tail(log)})", "Is the disk full? Then ./psms up again.")
    package = next((work / "debs").glob("odoo-19_*.deb"))
    asset = tree / "usr/lib/python3/dist-packages/odoo/addons" / MISSING_ASSET
    asset.parent.mkdir(parents=True, exist_ok=True)
    asset.touch()
    (tree / ".complete").touch()
    replace_folder(tree, home / package.name.split("_")[1])
    shutil.rmtree(work)


def _own_suite():
    text = Path("/etc/os-release").read_text()
    codename = re.search(r"^VERSION_CODENAME=(\S+)", text, re.M)
    if not (codename and re.search(r"^ID=debian", text, re.M)):
        raise Failure("Odoo's package is fetched on Debian only", OWN_ODOO)
    return codename.group(1)


def _archive():
    """URI of the Debian archive that this machine itself uses, from either form of apt's sources."""
    apt, suite = Path("/etc/apt"), _own_suite()
    for path in sorted(apt.glob("sources.list.d/*.sources")):
        for stanza in re.split(r"\n\s*\n", path.read_text()):
            fields = dict(re.findall(r"^(\w[\w-]*):[ \t]*(.*)$", stanza, re.M))
            if suite in fields.get("Suites", "").split():
                return fields["URIs"].split()[0]
    for path in [apt / "sources.list", *sorted(apt.glob("sources.list.d/*.list"))]:
        text = path.read_text() if path.exists() else ""
        found = re.search(rf"^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+{suite}\s", text, re.M)
        if found:
            return found.group(1)
    raise Failure(f"No apt source of this machine serves {suite}", OWN_ODOO)


