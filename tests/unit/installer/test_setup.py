"""run.sh and test.sh in checkouts of their own: real bash, venv and pip; the index is a folder of wheels."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes.checkouts import BACKEND, ROOT, Checkout, add_quick_venv, make_checkout, make_wheel

SCRIPTS = sorted((ROOT / "installer").glob("*.sh"))
TOOLS = (
    "bash cat chmod date dirname env flock getconf grep id locale mkdir mktemp readlink rm sed sh sha256sum "
    "tail tee uname"
).split()


@pytest.fixture
def fresh(tmp_path: Path) -> Checkout:
    return make_checkout(tmp_path)


@pytest.fixture
def quick(fresh: Checkout) -> Checkout:
    add_quick_venv(fresh)
    return fresh


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout where run.sh has been called; only for tests that change nothing."""
    checkout = make_checkout(tmp_path_factory.mktemp("ready"))
    add_quick_venv(checkout)
    code, said = checkout.call("run.sh", "--version")
    assert code == 0, said
    return checkout


@pytest.fixture
def with_path(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Makes a PATH of the plain tools, and of the given commands with the given scripts as their body."""

    def make(**commands: str) -> dict[str, str]:
        folder = tmp_path / "bin"
        folder.mkdir()
        for tool in [*TOOLS, "python3"]:
            found = sys.executable if tool == "python3" else shutil.which(tool)
            assert found, tool
            (folder / tool).symlink_to(found)
        for name, body in commands.items():
            command = folder / name.replace("_", "-")
            command.unlink(missing_ok=True)
            command.write_text(f"#!/bin/sh\n{body}\n")
            command.chmod(0o755)
        return {"PATH": str(folder)}

    return make


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_shellcheck(script: Path) -> None:
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed")
    done = subprocess.run(["shellcheck", "-x", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert not done.stdout


@pytest.mark.parametrize("name", ["packages.txt", "packages-test.txt", "packages-wished.txt"])
def test_package_lists(name: str) -> None:
    lines = (ROOT / "installer" / name).read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    assert entries
    assert len(entries) == len(set(entries))
    assert all(re.fullmatch(r"[a-z0-9.+-]+(\|[a-z0-9.+-]+)*", entry) for entry in entries)


# --- the environment ---


def test_first_run(fresh: Checkout, tmp_path: Path) -> None:
    code, said = fresh.call("run.sh", "demo", "--out", "a b", cwd=tmp_path)
    assert code == 0, said
    assert f"kiosk {tmp_path} ['demo', '--out', 'a b']" in said
    assert fresh.has("hall_one")
    assert not fresh.has("hall_test")
    assert not list(tmp_path.glob("*.log"))


def test_second_run_changes_nothing(ready: Checkout) -> None:
    before = {path: path.lstat().st_mtime_ns for path in (ready.root / ".venv").rglob("*")}
    code, said = ready.call("run.sh", "--version")
    assert (code, said) == (0, f"kiosk {ready.root} ['--version']\n")
    assert {path: path.lstat().st_mtime_ns for path in (ready.root / ".venv").rglob("*")} == before


def test_the_command_works_through_a_link(ready: Checkout, tmp_path: Path) -> None:
    link = tmp_path / "kiosk"
    link.symlink_to(ready.root / ".venv" / "bin" / "kiosk-app")
    said = subprocess.run([link, "x y"], capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert said == f"kiosk {tmp_path} ['x y']\n"


def test_an_interrupted_installation_is_made_anew(fresh: Checkout) -> None:
    add_quick_venv(fresh)
    leftover = next((fresh.root / ".venv" / "lib").glob("python3*/site-packages")) / "leftover.py"
    leftover.touch()
    fresh.stamp.write_text("unfinished\n")
    code, said = fresh.call("run.sh", "--version")
    assert code == 0, said
    assert fresh.has("hall_one")
    assert not fresh.has("leftover")


@pytest.mark.parametrize("change", ["lock", "python", "place"])
def test_what_an_environment_is_made_anew_for(fresh: Checkout, tmp_path: Path, change: str) -> None:
    """The old stamp is then no beginning of the wanted one, as `unfinished` above is none."""

    def wanted(root: Path, python: str = "/usr/bin/python3.11") -> str:
        ask = f'source "{root}/installer/setup.sh"; python={python}; wanted_state run'
        return subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True).stdout

    root, python = fresh.root, "/usr/bin/python3.11"
    before = wanted(root)
    assert before == wanted(root)
    match change:
        case "lock":
            fresh.lock("requirements.lock", make_wheel(tmp_path / "index", "hall_two"))
        case "python":
            python = "/usr/bin/python3.13"
        case "place":
            root = root.rename(tmp_path / "elsewhere")
    after = wanted(root, python)
    assert not after.startswith(before)
    assert not before.startswith(after)


def test_the_tests_add_to_what_is_there(quick: Checkout) -> None:
    assert quick.call("run.sh")[0] == 0
    made = quick.root / ".venv" / "bin" / "python"
    before = made.lstat().st_mtime_ns
    quick.call("test.sh")
    assert quick.has("hall_test")
    assert made.lstat().st_mtime_ns == before
    code, said = quick.call("run.sh", "--version")
    assert (code, said) == (0, f"kiosk {quick.root} ['--version']\n")


def test_a_changed_project_file_is_installed_again(quick: Checkout) -> None:
    assert quick.call("run.sh")[0] == 0
    backend = quick.root / "backend.py"
    backend.write_text(BACKEND.replace("kiosk-app =", "kiosk-app = kiosk_app.__main__:main\\nhall-app ="))
    assert quick.call("run.sh")[0] == 0
    assert not (quick.root / ".venv" / "bin" / "hall-app").exists()
    with (quick.root / "pyproject.toml").open("a") as project:
        project.write("# changed\n")
    assert quick.call("run.sh")[0] == 0
    assert (quick.root / ".venv" / "bin" / "hall-app").exists()


def test_an_environment_of_others_is_left_alone(fresh: Checkout) -> None:
    (fresh.root / ".venv" / "mine").mkdir(parents=True)
    code, said = fresh.call("run.sh")
    assert code == 1
    assert "was not made by this installer" in said
    assert (fresh.root / ".venv" / "mine").is_dir()


def test_a_changed_package_is_refused(quick: Checkout) -> None:
    quick.lock("requirements.lock", "hall_one==1.0 --hash=sha256:" + "0" * 64 + "\n")
    code, said = quick.call("run.sh")
    assert code == 1
    assert "is not the one that installer/*.lock names" in said
    assert not quick.has("hall_one")
    assert quick.stamp.read_text() == "unfinished\n"


def test_no_network(quick: Checkout) -> None:
    code, said = quick.call(
        "run.sh",
        extra={
            "PIP_NO_INDEX": "0",
            "PIP_FIND_LINKS": "",
            "PIP_INDEX_URL": "http://127.0.0.1:9/",
            "PIP_RETRIES": "1",
        },
    )
    assert code == 1
    assert "pip cannot reach its package index" in said


# --- the system ---


def test_neither_root_nor_sudo(fresh: Checkout, with_path: Callable[..., dict[str, str]]) -> None:
    (fresh.root / "installer" / "packages.txt").write_text("libzbar0t64|libzbar0\nlibegl1\n")
    path = with_path(id="echo 1000", apt_get="exit 9", dpkg_query="printf 'installed:libegl1 '")
    code, said = fresh.call("run.sh", extra=path)
    assert code == 1
    assert "apt-get install --no-install-recommends libzbar0" in said
    assert "libegl1" not in said


def test_the_name_that_this_system_offers(quick: Checkout, with_path: Callable[..., dict[str, str]]) -> None:
    (quick.root / "installer" / "packages.txt").write_text("new-name|old-name  # moved\nlibegl1\n")
    asked = quick.root / "asked"
    path = with_path(
        id="echo 0",
        dpkg_query="printf 'installed:libegl1 config-files:old-name '",
        apt_cache='[ "$2" = old-name ] && c=1.0 || c="(none)"; printf "%s:\\n  Candidate: %s\\n" "$2" "$c"',
        apt_get=f'echo "$@" >>"{asked}"',
    )
    code, said = quick.call("run.sh", extra=path)
    assert code == 0, said
    update, install = asked.read_text().splitlines()
    assert update == "update"
    assert install.startswith("install --yes --no-install-recommends")
    assert install.split()[-1] == "old-name"
    assert "libegl1" not in install


def test_a_wish_goes_along_and_stops_nothing(
    quick: Checkout, with_path: Callable[..., dict[str, str]]
) -> None:
    (quick.root / "installer" / "packages.txt").write_text("libegl1\n")
    (quick.root / "installer" / "packages-wished.txt").write_text("fonts-rare\nfonts-unknown\n")
    asked = quick.root / "asked"
    path = with_path(
        id="echo 0",
        dpkg_query="exit 1",
        apt_cache='[ "$2" = fonts-unknown ] || echo "  Candidate: 1"',
        apt_get=f'echo "$@" >>"{asked}"',
    )
    code, said = quick.call("run.sh", extra=path)
    assert code == 0, said
    assert asked.read_text().split()[-2:] == ["libegl1", "fonts-rare"]


def test_sudo_where_not_root(quick: Checkout, with_path: Callable[..., dict[str, str]]) -> None:
    (quick.root / "installer" / "packages.txt").write_text("libegl1\n")
    path = with_path(
        id="echo 1000",
        dpkg_query="exit 1",
        apt_cache="echo '  Candidate: 1'",
        apt_get="echo 'E: Unable to fetch some archives' >&2; exit 100",
        sudo='echo "sudo was asked" >&2; exec "$@"',
    )
    code, said = quick.call("run.sh", extra=path)
    assert code == 1
    assert "apt-get could not install libegl1" in said
    assert "Unable to fetch some archives" in said
    log = Path(said.rsplit(": ", 1)[-1].strip())
    assert "sudo was asked" in log.read_text()


def test_a_package_that_nobody_offers(quick: Checkout, with_path: Callable[..., dict[str, str]]) -> None:
    (quick.root / "installer" / "packages.txt").write_text("libegl1\n")
    path = with_path(id="echo 0", dpkg_query="exit 1", apt_cache="exit 0", apt_get="exit 0")
    code, said = quick.call("run.sh", extra=path)
    assert code == 1
    assert "do not offer libegl1" in said


def test_no_python(fresh: Checkout, with_path: Callable[..., dict[str, str]]) -> None:
    path = with_path(python3="exit 1", id="echo 0", dpkg_query="exit 1", apt_cache="exit 0", apt_get="exit 0")
    code, said = fresh.call("run.sh", extra=path)
    assert code == 1
    assert "no Python 3.11 or newer" in said


def test_no_apt(quick: Checkout, with_path: Callable[..., dict[str, str]]) -> None:
    (quick.root / "installer" / "packages.txt").write_text("libegl1\n")
    path = with_path()
    code, said = quick.call("run.sh", extra=path)
    assert code == 1
    assert "libegl1" in said
    assert "FILING_KIOSK_SYSTEM_READY=1" in said
    assert quick.call("run.sh", extra=path | {"FILING_KIOSK_SYSTEM_READY": "1"})[0] == 0


# --- what is started ---


@pytest.mark.parametrize(
    ("screen", "opens"),
    [
        ({}, "demo"),
        ({"DISPLAY": ":9"}, "run"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "run"),
        ({"QT_QPA_PLATFORM": "linuxfb"}, "run"),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":9"}, "demo"),
    ],
)
def test_screen(ready: Checkout, tmp_path: Path, screen: dict[str, str], opens: str) -> None:
    code, said = ready.call("run.sh", cwd=tmp_path, extra=screen)
    assert code == 0
    assert f"kiosk {tmp_path} ['{opens}'" in said
    assert ("There is no screen here" in said) == (opens == "demo")
    assert bool(re.search(r"\['demo', '--out', 'demo-[0-9-]+'\]", said)) == (opens == "demo")


@pytest.fixture
def checked(quick: Checkout) -> Checkout:
    """A checkout whose check tools stand in its own folder; each says its name and how it was called."""
    for tool in ("ruff", "mypy", "pytest"):
        (quick.root / f"{tool}.py").write_text(f"import os, sys\nprint('this is {tool}', sys.argv[1:])\n")
    lint_imports = quick.root / ".venv" / "bin" / "lint-imports"
    lint_imports.write_text("#!/bin/sh\necho this is lint-imports\n")
    lint_imports.chmod(0o755)
    return quick


def test_all_checks_pass(checked: Checkout, tmp_path: Path) -> None:
    (checked.root / "pytest.py").write_text(
        "import os, sys\nprint(sys.argv[1:], os.environ['QT_QPA_PLATFORM'])\n"
    )
    code, said = checked.call("test.sh", "-k", "a b", cwd=tmp_path)
    assert code == 0, said
    assert "'--dist', 'loadfile', '-k', 'a b'] offscreen" in said
    assert (
        re.findall(r"^(\w+) +ok +\d+\.\d s$", said, re.MULTILINE) == "format lint types layers tests".split()
    )
    assert said.endswith("All checks passed.\n")


def test_every_check_runs_and_the_first_failure_comes_last(checked: Checkout) -> None:
    (checked.root / "mypy.py").write_text("print('wrong type'); raise SystemExit(2)")
    (checked.root / "pytest.py").write_text("print('1 failed'); raise SystemExit(1)")
    code, said = checked.call("test.sh")
    assert code == 1
    assert "2 of 5 checks failed: types tests." in said
    assert said.index("1 failed") < said.index("wrong type")
    assert said.endswith("wrong type\n")
