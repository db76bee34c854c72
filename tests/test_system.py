"""Looking over a machine: what is there, what is missing, what to type."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from opsgen import system
from opsgen.cli.main import opsgen

FAMILIES = tuple(system.LABELS)


def on(monkeypatch: pytest.MonkeyPatch, release: dict[str, str], root: bool = True) -> None:
    """Make this machine a Linux that calls itself so."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("platform.freedesktop_os_release", lambda: release)
    monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1000, raising=False)


def without_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr("ctypes.CDLL", refuse)


@pytest.mark.parametrize(
    ("release", "family"),
    [
        ({"ID": "debian"}, "debian"),
        ({"ID": "ubuntu", "ID_LIKE": "debian"}, "ubuntu"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "ubuntu"),
        ({"ID": "raspbian", "ID_LIKE": "debian"}, "debian"),
        ({"ID": "fedora"}, "fedora"),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "fedora"),
        ({"ID": "arch"}, "other"),
    ],
)
def test_family_of_a_linux(monkeypatch: pytest.MonkeyPatch, release: dict[str, str], family: str) -> None:
    on(monkeypatch, release)
    assert system.family() == family


@pytest.mark.parametrize(("platform", "family"), [("darwin", "macos"), ("win32", "windows")])
def test_family_of_other_systems(monkeypatch: pytest.MonkeyPatch, platform: str, family: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert system.family() == family


def test_linux_without_a_name_is_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> dict[str, str]:
        raise OSError("no os-release")

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("platform.freedesktop_os_release", nothing)
    assert system.family() == "other"


def test_missing_pango_names_the_command_and_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, {"ID": "debian"})
    without_libraries(monkeypatch)
    check = system.pango()
    assert not check.ok
    assert check.packages == ("libpango-1.0-0", "libpangoft2-1.0-0")
    assert check.how == "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0"


def test_command_says_sudo_to_who_is_not_root(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, {"ID": "fedora"}, root=False)
    without_libraries(monkeypatch)
    assert system.pango().how == "sudo dnf install -y pango"


def test_unknown_system_is_told_the_commands_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, {"ID": "arch"})
    without_libraries(monkeypatch)
    check = system.harfbuzz_subset()
    assert check.packages == ()
    assert all(f"{label}: " in check.how for label in system.LABELS.values())


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("wanted", [system.PANGO, system.HARFBUZZ_SUBSET, system.GIT, system.BROWSER])
def test_every_wanted_thing_has_a_command_everywhere(wanted: system.Wanted, family: str) -> None:
    command = system.command(wanted, family)
    assert command
    assert "{" not in command


def test_old_pango_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_pango_version", lambda: "1.42.4")
    assert not system.pango().ok


def test_pango_of_homebrew_that_python_does_not_see_is_pointed_at(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "libpango-1.0.0.dylib").touch()
    without_libraries(monkeypatch)
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(system, "HOMEBREW_LIBRARIES", (str(tmp_path),))
    assert system.pango().how == f"export DYLD_FALLBACK_LIBRARY_PATH={tmp_path}"


def test_ubuntu_gets_its_browser_from_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, {"ID": "ubuntu"})
    monkeypatch.setattr(system, "browser_path", lambda: None)
    check = system.browser()
    assert check.packages == ()
    assert check.how.endswith(".venv/bin/python -m playwright install --with-deps chromium")


def test_browser_that_cannot_be_driven_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, {"ID": "debian"})
    without_libraries(monkeypatch)
    monkeypatch.setattr(system, "browser_path", lambda: "/usr/bin/chromium")
    check = system.browser()
    assert not check.ok
    assert check.packages == ("chromium", "libatomic1")


def test_browser_on_path_comes_before_one_of_playwright(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    brought = tmp_path / ".cache/ms-playwright/chromium-1234/chrome-linux64/chrome"
    brought.parent.mkdir(parents=True)
    brought.touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(system, "BROWSER_PLACES", ("~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome",))
    monkeypatch.setenv("PATH", "")
    assert system.browser_path() == str(brought)
    program = tmp_path / "chromium"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system.browser_path() == str(program)


def test_fonts_are_counted(tmp_path: Path) -> None:
    assert not system.fonts(tmp_path).ok
    (tmp_path / "Face.ttf").touch()
    assert system.fonts(tmp_path) == system.Check("opsgen's fonts", True, "PDF handouts", found="1")


def test_this_machine_has_what_the_tests_need(tmp_path: Path) -> None:
    found = {check.name: check.ok for check in system.checks(tmp_path)}
    assert found.pop("opsgen's fonts") is False
    assert all(found.values())


def test_doctor_names_what_is_missing_and_passes_what_only_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, {"ID": "debian"})
    monkeypatch.setattr(system, "browser_path", lambda: None)
    helped = CliRunner().invoke(opsgen, ["--lang", "en", "doctor"])
    assert helped.exit_code == 0
    assert "apt-get install -y --no-install-recommends chromium libatomic1" in helped.output
    without_libraries(monkeypatch)
    broken = CliRunner().invoke(opsgen, ["--lang", "en", "doctor"])
    assert broken.exit_code == 3
    assert "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0" in broken.output
