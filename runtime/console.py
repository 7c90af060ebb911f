"""Progress that a person reads, failures with a remedy, child processes that do not outlive their parent."""

import contextlib
import ctypes
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

# bytes that must be free before a step writes: unpacked Odoo, Python environment, database
NEEDED_SPACE = 3_000_000_000


class Failure(Exception):
    """What went wrong, in one line, and what to do about it."""

    def __init__(self, what, remedy=""):
        super().__init__(f"{what}. {remedy}".strip() if remedy else what)


def say(text=""):
    print(text, flush=True)


@contextlib.contextmanager
def step(title):
    """Print one line for a step, with its seconds once it is done."""
    start = time.monotonic()
    if sys.stdout.isatty():
        print(f"  {title} …", end="", flush=True)
    try:
        yield
    except BaseException:
        say(f"\r  {title}: stopped after {time.monotonic() - start:.1f} s")
        raise
    say(f"\r  {title}: {time.monotonic() - start:.1f} s")


@contextlib.contextmanager
def lock(path):
    """Hold `path` for this process alone; wait for another ./psms that holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  waiting for another ./psms that is at work here …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def die_with_parent():
    """In a child, before exec: be killed when ./psms is, so that no orphan goes on writing."""
    set_parent_death_signal = 1
    prctl = getattr(ctypes.CDLL(None), "prctl", None)  # Linux only
    if prctl:
        prctl(set_parent_death_signal, signal.SIGKILL)


def run(command, log, env=None, cwd=None, user=None, stdin=None):
    """Run a child to its end, its output appended to `log`; return whether it succeeded."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "ab") as output:
        return not subprocess.run(
            [str(word) for word in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=stdin or subprocess.DEVNULL,
            env=env,
            cwd=cwd,
            preexec_fn=die_with_parent,
            **(user or {}),
        ).returncode


def tail(log):
    """The line of a log that tells best what went wrong: the last error in it, else its last line."""
    text = log.read_text(errors="replace").splitlines() if log.exists() else []
    lines = [line.strip() for line in text if line.strip()]
    errors = [line for line in lines if re.match(r"E: |ERROR|[\w.]*(Error|Exception)\b", line)]
    return (errors or lines or ["no output"])[-1]


def require_space(folder, what):
    """Refuse to begin what a full disk would break half-way."""
    existing = folder
    while not existing.exists():
        existing = existing.parent
    free = shutil.disk_usage(existing).free
    if free < NEEDED_SPACE:
        raise Failure(
            f"{folder} has {free / 1e9:.1f} GB free and {what} needs {NEEDED_SPACE / 1e9:.0f} GB",
            "Free some space, or point XDG_CACHE_HOME and PSMS_STATE at a larger disk.",
        )


def replace_folder(ready, final):
    """Put the finished folder `ready` in the place of `final`, whatever lay there."""
    if final.exists():
        shutil.rmtree(final)
    os.replace(ready, final)


def empty_folder(folder):
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return Path(folder)
