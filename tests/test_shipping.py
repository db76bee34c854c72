"""What is in the wheel, the source archive and an editable install, and that opsgen runs from each."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
KINDS = ("schemas", "templates", "projects", "fonts")
IN_THE_PACKAGE = {kind: f"opsgen/{kind}" for kind in KINDS}
IN_THE_CHECKOUT = {kind: kind for kind in KINDS} | {"fonts": "opsgen/fonts"}
NEEDED_TO_BUILD = (
    *("opsgen", "schemas", "templates", "projects"),
    *("pyproject.toml", "README.md", "LICENSE", ".gitignore", "requirements.lock"),
)

WHERE = """
import json, site, sys
site.addsitedir(sys.argv[1])
import opsgen, opsgen.shipped
found = {kind: str(opsgen.shipped.shipped(kind)) for kind in ("schemas", "templates", "projects", "fonts")}
found["lock"] = str(opsgen.shipped.shipped_lock())
print(json.dumps({"package": opsgen.__file__, **found}))
"""


PLUGIN = """
from importlib.metadata import entry_points
plugin = entry_points(group="mkdocs.plugins")["opsgen"].load()
print(plugin.__name__, __import__(plugin.__module__).__file__)
"""


def run(*command: str | Path, cwd: Path, packages: Path | None = None) -> str:
    """What a program prints when it runs in a folder and succeeds, `packages` before all others."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if packages:
        environment["PYTHONPATH"] = str(packages)
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(target: str, source: Path, folder: Path) -> Path:
    """The one file hatchling makes of a source folder."""
    run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder, cwd=source)
    (built,) = folder.iterdir()
    return built


def install(wheel: Path, prefix: Path) -> Path:
    """The folder of packages a wheel was installed into, by the reference installer."""
    run(
        sys.executable,
        "-m",
        "installer",
        "--no-compile-bytecode",
        "--prefix",
        prefix,
        wheel,
        cwd=prefix.parent,
    )
    (packages,) = {path.parent for path in prefix.rglob("opsgen-*.dist-info")}
    return packages


def where(packages: Path, cwd: Path) -> dict[str, Path]:
    """The places opsgen names when it is imported from a folder of packages, with no other opsgen around."""
    found = json.loads(run(sys.executable, "-S", "-c", WHERE, packages, cwd=cwd))
    return {name: Path(place) for name, place in found.items()}


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a build needs, so that nothing is written into the tree."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in NEEDED_TO_BUILD:
        if (TOP / name).is_dir():
            shutil.copytree(TOP / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(TOP / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", checkout, tmp_path_factory.mktemp("wheel"))


def imported(file: Path) -> set[str]:
    """The top-level names a module imports."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    froms = {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in plain | froms}


def test_everything_opsgen_imports_is_asked_for() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split("[<>=]", requirement)[0] for requirement in project["dependencies"]}
    names = set().union(*(imported(file) for file in (TOP / "opsgen").rglob("*.py")))
    libraries = names - sys.stdlib_module_names - {"opsgen"}
    brought_by = packages_distributions()
    homes = {
        name: {home.lower().replace("_", "-") for home in brought_by.get(name, ())} for name in libraries
    }
    assert libraries
    assert [name for name, home in homes.items() if not home & asked] == []


def test_wheel_carries_the_package_whole(wheel: Path, checkout: Path) -> None:
    assert {f"opsgen/{name}" for name in files(checkout / "opsgen")} <= names(wheel)


@pytest.mark.parametrize("kind", IN_THE_PACKAGE)
def test_wheel_carries_every_shipped_file(kind: str, wheel: Path, checkout: Path) -> None:
    wanted = {f"{IN_THE_PACKAGE[kind]}/{name}" for name in files(checkout / IN_THE_CHECKOUT[kind])}
    assert wanted
    assert wanted <= names(wheel)


def test_wheel_carries_the_lock_that_a_workspace_is_laid_down_with(wheel: Path, checkout: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read("opsgen/requirements.lock") == (checkout / "requirements.lock").read_bytes()


def test_wheel_carries_its_licence_and_nothing_that_is_not_opsgen(wheel: Path) -> None:
    packed = names(wheel)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in packed)
    assert {name.split("/")[0].partition("-")[0] for name in packed} == {"opsgen"}


def test_wheel_of_the_source_archive_is_the_same_wheel(wheel: Path, checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "sdist").mkdir()
    archive = build("sdist", checkout, tmp_path / "sdist")
    run(sys.executable, "-m", "tarfile", "-e", archive, tmp_path / "source", cwd=tmp_path)
    (source,) = (tmp_path / "source").iterdir()
    (tmp_path / "wheel").mkdir()
    assert build("wheel", source, tmp_path / "wheel").read_bytes() == wheel.read_bytes()


def test_installed_wheel_finds_its_own_files_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    packages = install(wheel, tmp_path / "prefix")
    found = where(packages, cwd=tmp_path)
    assert found["package"].is_relative_to(packages)
    assert {kind: found[kind] for kind in IN_THE_PACKAGE} == {
        kind: packages / inside for kind, inside in IN_THE_PACKAGE.items()
    }
    assert found["lock"] == packages / "opsgen" / "requirements.lock"


def test_installed_wheel_gives_the_command_and_the_plugin(
    wheel: Path, checkout: Path, tmp_path: Path
) -> None:
    packages = install(wheel, tmp_path / "prefix")
    (command,) = (
        path for path in (tmp_path / "prefix").rglob("opsgen*") if path.parent.name in ("bin", "Scripts")
    )
    schema = json.loads(run(command, "--lang", "en", "schema", "project", cwd=tmp_path, packages=packages))
    assert schema == json.loads((checkout / "schemas" / "project.schema.json").read_text(encoding="utf-8"))
    name, place = run(sys.executable, "-c", PLUGIN, cwd=tmp_path, packages=packages).split()
    assert (name, Path(place)) == ("OpsgenPlugin", packages / "opsgen" / "__init__.py")


def test_editable_install_reads_the_files_of_the_checkout(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "editable").mkdir()
    packages = install(build("wheel:editable", checkout, tmp_path / "editable"), tmp_path / "prefix")
    found = where(packages, cwd=tmp_path)
    assert found["package"] == checkout / "opsgen" / "__init__.py"
    assert {kind: found[kind] for kind in IN_THE_CHECKOUT} == {
        kind: checkout / beside for kind, beside in IN_THE_CHECKOUT.items()
    }
    assert found["lock"] == checkout / "requirements.lock"
