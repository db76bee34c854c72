"""What this machine has of the things Python's own package manager cannot bring, and what brings them.

Only the standard library: `bootstrap.py` loads this file by path before anything is installed.
"""

from __future__ import annotations

import ctypes
import glob
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEAST_PYTHON = (3, 11)
LEAST_PANGO = (1, 44)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked for on this machine.

    `name` and `needed_for` are msgids; `how` is what to type to get it; `found` is a version, a path or
    a count; `packages` are those of Debian that bring it. A build without an `optional` one lacks nothing.
    """

    name: str
    ok: bool
    needed_for: str
    how: str = ""
    found: str = ""
    packages: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing opsgen uses, what for, and what brings it where."""

    name: str
    needed_for: str
    debian: tuple[str, ...]
    commands: Mapping[str, str]
    optional: bool = False


MSYS2 = r"C:\msys64\usr\bin\pacman.exe -S --noconfirm mingw-w64-ucrt-x86_64-pango"

PANGO = Wanted(
    "Pango",
    "PDF handouts",
    ("libpango-1.0-0", "libpangoft2-1.0-0"),
    {
        "fedora": "dnf install -y pango",
        "macos": "brew install pango",
        "windows": f"winget install --id MSYS2.MSYS2 && {MSYS2}",
    },
)
HARFBUZZ_SUBSET = Wanted(
    "HarfBuzz subset",
    "PDF handouts in half the time",
    ("libharfbuzz-subset0",),
    {
        "fedora": "dnf install -y harfbuzz",
        "macos": "brew install harfbuzz",
        "windows": f"winget install --id MSYS2.MSYS2 && {MSYS2}",
    },
    optional=True,
)
GIT = Wanted(
    "git",
    "history, changes and the commit on every page",
    ("git",),
    {
        "fedora": "dnf install -y git",
        "macos": "xcode-select --install",
        "windows": "winget install --id Git.Git",
    },
)
BROWSER = Wanted(
    "Chromium",
    "the browser tests",
    ("chromium", "libatomic1"),
    {
        "ubuntu": "apt-get install -y libatomic1 && {venv} -m playwright install --with-deps chromium",
        "fedora": "dnf install -y chromium libatomic",
        "macos": "{venv} -m playwright install chromium",
        "windows": "{venv} -m playwright install chromium",
    },
    optional=True,
)
JAVA = Wanted(
    "Java with JAXB",
    "the validation of handouts and pages in the tests",
    ("default-jre-headless", "libjaxb-java", "libjaxb-api-java"),
    {"fedora": "dnf install -y java-latest-openjdk-headless jaxb-api jaxb-runtime"},
    optional=True,
)
JAXB = "/usr/share/java/jaxb-api.jar"

PANGO_LIBRARIES = (
    ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0.dll"),
)
SUBSET_LIBRARY = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")
DLL_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"
HOMEBREW_LIBRARIES = ("/opt/homebrew/lib", "/usr/local/lib")

BROWSER_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "msedge",
)
BROWSER_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "~/Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    r"~\AppData\Local\ms-playwright\chromium-*\chrome-win*\chrome.exe",
)

LABELS = {
    "debian": "Debian",
    "ubuntu": "Ubuntu",
    "fedora": "Fedora",
    "macos": "macOS",
    "windows": "Windows",
}


def checks(fonts_folder: Path) -> tuple[Check, ...]:
    """Everything `opsgen doctor` shows, the most needed first."""
    return (python(), git(), pango(), harfbuzz_subset(), fonts(fonts_folder), browser())


def python() -> Check:
    """Whether the running Python is one opsgen runs on."""
    return Check("Python", sys.version_info >= LEAST_PYTHON, "everything", found=platform.python_version())


def git() -> Check:
    """Whether git is on PATH; `found` is where."""
    return _check(GIT, shutil.which("git") or "")


def pango() -> Check:
    """Whether WeasyPrint can be imported: all its libraries load and Pango is new enough."""
    _add_dll_folders()
    complete = all(_library(names) for names in PANGO_LIBRARIES)
    version = _pango_version() if complete else ""
    check = _check(PANGO, version if _numbers(version) >= LEAST_PANGO else "")
    if check.ok or not (folder := _homebrew_folder()):
        return check
    return Check(check.name, False, check.needed_for, f"export DYLD_FALLBACK_LIBRARY_PATH={folder}")


def harfbuzz_subset() -> Check:
    """Whether fonts are cut by HarfBuzz; without it handouts take twice as long."""
    _add_dll_folders()
    library = _library(SUBSET_LIBRARY)
    return _check(HARFBUZZ_SUBSET, library._name if library else "")


def browser() -> Check:
    """Whether a browser of the Chromium family is there and can be driven; `found` is its path."""
    # The program by which Playwright drives a browser on Linux is linked with libatomic.
    driven = sys.platform != "linux" or _library(("libatomic.so.1",)) is not None
    return _check(BROWSER, (browser_path() or "") if driven else "")


def browser_path() -> str | None:
    """The program of a Chromium, Chrome or Edge: on PATH, in the usual places, or brought by Playwright."""
    on_path = (shutil.which(command) for command in BROWSER_COMMANDS)
    in_places = (
        path
        for place in BROWSER_PLACES
        for path in sorted(glob.glob(os.path.expanduser(place)), reverse=True)
    )
    return next((path for path in (*on_path, *in_places) if path), None)


def java() -> Check:
    """Whether the validator of PDFs can run, which only the tests ask; `found` is the program."""
    program = shutil.which("java") or ""
    return _check(JAVA, program if os.path.exists(JAXB) else "")


def fonts(folder: Path) -> Check:
    """Whether the faces the handouts are set in came with opsgen; `found` says how many."""
    faces = sorted(folder.glob("*.ttf"))
    return Check("opsgen's fonts", bool(faces), "PDF handouts", found=str(len(faces) or ""))


def family() -> str:
    """The kind of system: debian, ubuntu, fedora, macos, windows, or other."""
    if sys.platform in ("darwin", "win32"):
        return {"darwin": "macos", "win32": "windows"}[sys.platform]
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "other"
    names = (release.get("ID", ""), *release.get("ID_LIKE", "").split())
    known = {"ubuntu": "ubuntu", "debian": "debian", "fedora": "fedora", "rhel": "fedora", "centos": "fedora"}
    return next((known[name] for name in names if name in known), "other")


def command(wanted: Wanted, where: str) -> str:
    """What to type on a system of this family to get the thing."""
    venv = r".venv\Scripts\python" if where == "windows" else ".venv/bin/python"
    if where in wanted.commands:
        line = wanted.commands[where].format(venv=venv)
    else:
        line = f"apt-get install -y --no-install-recommends {' '.join(wanted.debian)}"
    root = getattr(os, "geteuid", lambda: 0)() == 0
    return line if root or not line.startswith(("apt-get", "dnf")) else f"sudo {line}"


def _check(wanted: Wanted, found: str) -> Check:
    if found:
        return Check(wanted.name, True, wanted.needed_for, found=found, optional=wanted.optional)
    where = family()
    if where == "other":
        how = "; ".join(f"{label}: {command(wanted, name)}" for name, label in LABELS.items())
    else:
        how = command(wanted, where)
    by_apt = where in ("debian", "ubuntu") and where not in wanted.commands
    packages = wanted.debian if by_apt else ()
    return Check(wanted.name, False, wanted.needed_for, how, packages=packages, optional=wanted.optional)


def _library(names: Iterable[str]) -> ctypes.CDLL | None:
    """The first of these names that the system's loader finds."""
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _pango_version() -> str:
    library = _library(PANGO_LIBRARIES[1])
    if library is None:
        return ""
    library.pango_version_string.restype = ctypes.c_char_p
    return bytes(library.pango_version_string()).decode()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _add_dll_folders() -> None:
    # WeasyPrint looks into these folders itself; without them the check would say no where it works.
    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", DLL_FOLDERS).split(";"):
            if Path(folder).is_dir():
                os.add_dll_directory(folder)


def _homebrew_folder() -> str:
    """Where Homebrew's Pango lies though this Python does not look there; "" when there is none."""
    if sys.platform != "darwin":
        return ""
    return next((f for f in HOMEBREW_LIBRARIES if Path(f, "libpango-1.0.0.dylib").exists()), "")
