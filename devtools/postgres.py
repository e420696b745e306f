"""The PostgreSQL server: found, started, or chosen by the user; and its basics."""

import getpass
import os
import shutil
import subprocess
from urllib.parse import unquote, urlsplit

from devtools import system
from devtools.console import StepFailed, run_step, say
from devtools.once import locked
from devtools.paths import cache_dir, log_file

STEP = "PostgreSQL"
CHOICES = "or set DATABASE_URL, or PGHOST, PGPORT, PGUSER and PGPASSWORD"


def chosen_server():
    """Return libpq's variables for the server the user chose, or {}.

    :return: dict of environment variables
    :raises StepFailed: when its address is none of PostgreSQL
    """
    url = os.environ.get("DATABASE_URL")
    if url:
        parts = urlsplit(url)
        if parts.scheme not in ("postgres", "postgresql"):
            raise StepFailed(
                STEP,
                "DATABASE_URL=postgres://user:password@host:port/database",
                reason=f"DATABASE_URL has the scheme '{parts.scheme}'",
            )
        found = {
            "PGHOST": parts.hostname,
            "PGPORT": parts.port,
            "PGUSER": parts.username,
            "PGPASSWORD": parts.password,
        }
        return {name: unquote(str(value)) for name, value in found.items() if value}
    names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
    return {name: os.environ[name] for name in names if os.environ.get(name)}


def ensure_server():
    """Make a PostgreSQL server answer; return the environment that reaches it.

    :return: dict of environment variables
    :raises StepFailed: when the chosen server does not answer
    """
    chosen = chosen_server()
    env = {k: v for k, v in os.environ.items() if k not in ("PGDATABASE", "PGOPTIONS")}
    env.update(chosen)
    if {"PGHOST", "PGPORT"} & chosen.keys():
        _need_client()
        if not answers(env):
            raise StepFailed(
                STEP,
                "start that server, or correct the settings",
                reason=f"no answer with {_without_password(chosen)}",
            )
        return env
    # Two that start it side by side would each find the other's half-made server.
    with locked(cache_dir() / "postgresql.lock"):
        env["PGPORT"] = _local_cluster()
        if not answers(env):
            _make_role(env)
    return env


def answers(env):
    """Tell whether the server lets the user of ``env`` in.

    :param env: environment variables
    :return: bool
    """
    return query("SELECT 1", env, check=False) == "1"


def query(sql, env, database="postgres", check=True):
    """Return psql's bare output for one statement; '' when it failed unchecked.

    :param str sql: the statement
    :param env: environment variables that reach the server
    :param str database: name
    :param bool check: whether a failure is one of the step
    :return: str
    :raises StepFailed: when it fails and is checked
    """
    command = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql]
    result = subprocess.run(command, env=env, capture_output=True, text=True)
    if result.returncode and check:
        raise StepFailed(STEP, "see the server's message", reason=result.stderr.strip())
    return result.stdout.strip() if not result.returncode else ""


def _need_client():
    if not shutil.which("psql"):
        system.ensure({"postgresql-client": "psql"})


def _without_password(settings):
    return {k: v for k, v in settings.items() if k != "PGPASSWORD"}


def _local_cluster():
    """Start Debian's newest cluster unless one is online; return its port."""
    clusters = _clusters()
    if not clusters:
        raise StepFailed(
            STEP,
            f"pg_createcluster 15 main, then again, {CHOICES}",
            reason="Debian's PostgreSQL has no cluster",
        )
    for _version, _name, port, status in clusters:
        if status.startswith("online"):
            return port
    version, name, port, _status = clusters[-1]
    start = ["pg_ctlcluster", version, name, "start"]
    run_step(
        f"start PostgreSQL {version}",
        system.root_command(start) or start,
        log=log_file("postgresql"),
        remedy=f"as root: {' '.join(start)}; {CHOICES}",
    )
    return port


def _clusters():
    """Return (version, name, port, status) of Debian's clusters, oldest first."""
    answer = subprocess.run(
        [system.CLUSTER_TOOLS, "-h"], capture_output=True, text=True
    )
    rows = [line.split() for line in answer.stdout.splitlines()]
    return sorted(tuple(row[:4]) for row in rows)


def _make_role(env):
    """Give this user a role that may make databases, and no more."""
    user = env.get("PGUSER") or getpass.getuser()
    create = ["createuser", "--createdb", "-p", env["PGPORT"], user]
    if system.is_root():
        command = ["runuser", "-u", "postgres", "--", *create]
    else:
        command = ["sudo", "-u", "postgres", *create]
    say(f"… PostgreSQL role {user}")
    result = subprocess.run(command, capture_output=True, text=True, cwd="/")
    if not answers(env):
        raise StepFailed(
            "PostgreSQL role",
            f"as user postgres: {' '.join(create)}; {CHOICES}",
            reason=result.stderr.strip() or "the server does not let this user in",
        )
