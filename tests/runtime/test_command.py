"""./psms from outside: what goes wrong gives one line with the remedy, and damages nothing.

The cache of this machine is used as it is; the state (cluster, files, log) is a new folder for each test.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from runtime import console, paths, postgres, server  # noqa: E402


@pytest.fixture
def state():
    """A folder that PostgreSQL's own user can enter, unlike pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="psms-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    psms(folder, "down")
    shutil.rmtree(folder)


def psms(state, *words, **environment):
    command = [sys.executable, str(ROOT / "psms"), *words]
    env = {**os.environ, "PSMS_STATE": str(state), **environment}
    for name in ("PGHOST", "PYTHONPATH"):
        env.pop(name, None)
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)


def refused(done, *words):
    """Exit status not 0, and one line on stderr that holds the words."""
    assert done.returncode == 1, done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("psms: "), done.stderr
    for word in words:
        assert word in lines[0]


def test_doctor_names_what_is_there(state):
    done = psms(state, "doctor")
    assert "Odoo" in done.stdout and "19." in done.stdout and "PostgreSQL" in done.stdout


def test_a_port_in_use(state):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused(psms(state, "up", "--port", str(taken.getsockname()[1])), "is in use", "--port")
    assert not list(state.glob("*/postgres"))


def test_an_odoo_that_is_none(state, tmp_path):
    refused(psms(state, "up", PSMS_ODOO=str(tmp_path)), "PSMS_ODOO", "holds no odoo/release.py")


def test_another_odoo_than_19(state, tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (18, 0, 0, 'final', 0, '')\n")
    refused(psms(state, "up", PSMS_ODOO=str(tmp_path)), "is not an Odoo 19")


def test_a_name_that_no_database_has(state):
    refused(psms(state, "up", "--database", "a;drop"), "can't be a database's name")


def test_plan_without_a_database(state):
    refused(psms(state, "plan"), "There is no database psms yet", "./psms up")


def test_no_network(state, tmp_path):
    """Nothing in the cache and no way out: named, and nothing half-made counts as there."""
    cache = tmp_path / "cache"
    dead = "http://127.0.0.1:9"
    done = psms(state, "up", XDG_CACHE_HOME=str(cache), http_proxy=dead, https_proxy=dead)
    refused(done, "could not be downloaded", "Is there a network?", "PSMS_ODOO")
    assert not list(cache.glob("psms/odoo/*/.complete"))


def test_a_broken_download(state, tmp_path):
    """An apt-get that delivers half a package: the unpacking says so and nothing counts as there."""
    fake = tmp_path / "bin" / "apt-get"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\ncase \"$*\" in *download*) printf '!<arch>\\ndebian' > odoo-19_19.0_all.deb;; esac\n")
    fake.chmod(0o755)
    path = f"{fake.parent}:{os.environ['PATH']}"
    done = psms(state, "up", XDG_CACHE_HOME=str(tmp_path / "cache"), PATH=path)
    refused(done, "odoo-19_19.0_all.deb could not be unpacked")
    assert not list((tmp_path / "cache").glob("psms/odoo/*/.complete"))


def test_somebody_elses_database_is_left_alone(state, monkeypatch):
    """A database of the same name without our mark is refused, not updated and not dropped."""
    monkeypatch.setenv("PSMS_STATE", str(state))
    monkeypatch.delenv("PGHOST", raising=False)
    cluster = postgres.production()
    if not isinstance(cluster, postgres.Cluster):
        pytest.skip("odoo.conf names a PostgreSQL, which this test would write to")
    cluster.start()
    cluster.query("create database psms")
    cluster.query("create table precious (id int)", "psms")
    for words in (["up"], ["up", "--fresh"]):
        refused(psms(state, *words), "this checkout did not make it", "--database")
    assert cluster.query("select count(*) from precious", "psms") == [("0",)]


def test_a_full_disk(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**12, 10**12, 10**6))
    with pytest.raises(console.Failure, match="GB free and the database needs 3 GB. Free some space"):
        console.require_space(tmp_path / "not" / "there", "the database")


def test_a_python_that_does_not_fit(tmp_path):
    """It hands over to one on the PATH that fits; with none it says which to install."""
    script = (ROOT / "psms").read_text().replace("sys.version_info[:2]", "(3, 14)")
    (tmp_path / "psms").write_text(script)
    command = [sys.executable, str(tmp_path / "psms"), "doctor"]
    alone = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, timeout=30)
    assert alone.returncode == 1
    assert "Python 3.14 is outside 3.10 to 3.13" in alone.stderr and len(alone.stderr.splitlines()) == 1
    (tmp_path / "python3.12").write_text("#!/bin/sh\necho handed over: $*\n")
    (tmp_path / "python3.12").chmod(0o755)
    handed = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, timeout=30)
    assert handed.stdout == f"handed over: {tmp_path / 'psms'} doctor\n"


def test_two_checkouts_do_not_meet(monkeypatch):
    first = paths.state()
    monkeypatch.setattr(paths, "ROOT", Path("/elsewhere") / paths.ROOT.name)
    assert paths.state() != first


def test_ports_are_remembered_and_yield(state, monkeypatch):
    monkeypatch.setenv("PSMS_STATE", str(state))
    paths.state().mkdir()
    first = server.choose_port(None)
    assert server.choose_port(None) == first
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first))
        taken.listen()
        assert server.choose_port(None) != first
