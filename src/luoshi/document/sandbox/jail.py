"""The command that starts the child without network, home or memory to spare."""

import resource
import shutil
import sys
from pathlib import Path

import luoshi

_MIB = 1 << 20
_HARD_MEMORY = 6144 * _MIB
_FILE_SIZE = 512 * _MIB
_N_OPEN = 256
_SCRATCH = 512 * _MIB
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/alternatives", "/etc/fonts")
_SYSTEM_MORE = (
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/libreoffice",
    "/opt",
    "/nix/store",
)
_WORKER = "luoshi.document.sandbox.worker"


def plain_command() -> list[str]:
    """Return the command of a child that only resource limits hold."""
    return [
        sys.executable,
        "-c",
        f"import sys; sys.path[:0] = {_roots()!r}; from {_WORKER} import main; main()",
    ]


def jailed_command() -> list[str] | None:
    """Return the command of a child in its own namespaces; None where bubblewrap is not installed."""
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        return None
    command = [
        bwrap,
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
        "--clearenv",
    ]
    for path in (*_SYSTEM, *_SYSTEM_MORE):
        command += ["--ro-bind-try", path, path]
    command += ["--proc", "/proc", "--dev", "/dev", "--size", str(_SCRATCH), "--tmpfs", "/tmp"]  # noqa: S108  # its own, empty
    for path in _python_paths():
        command += ["--ro-bind-try", path, path]
    for name, value in environment().items():
        command += ["--setenv", name, value]
    return [*command, "--chdir", "/tmp", *plain_command()]  # noqa: S108


def environment() -> dict[str, str]:
    """Return all the child may know of its surroundings."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": "/tmp",  # noqa: S108  # nothing of the caller's
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONSAFEPATH": "1",
        **threads,
    }


def limit_resources() -> None:
    """Set the limits that hold with and without namespaces; runs in the child before Python starts."""
    for what, most in (
        (resource.RLIMIT_AS, _HARD_MEMORY),
        (resource.RLIMIT_FSIZE, _FILE_SIZE),
        (resource.RLIMIT_NOFILE, _N_OPEN),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (value, value))


def _roots() -> list[str]:
    """Return where our own package and what it builds on lie: not every install is found by other means."""
    own = str(Path(luoshi.__file__).resolve().parent.parent)
    return list(dict.fromkeys([own, *_package_folders()]))


def _package_folders() -> list[str]:
    return [path for path in sys.path if path.rstrip("/").endswith("-packages")]


def _python_paths() -> list[str]:
    wanted = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix]
    wanted += [str(Path(sys.executable).resolve().parent.parent), str(Path(luoshi.__file__).resolve().parent)]
    wanted += _package_folders()
    resolved = [*wanted, *(str(Path(path).resolve()) for path in wanted)]
    return [
        path for path in dict.fromkeys(resolved) if path not in {"/", "/usr"} and not path.startswith("/usr/")
    ]
