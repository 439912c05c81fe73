"""Starts a server with an owner, lets Schemathesis judge it, and ends it.

Arguments: the program, a folder for its data, and what Schemathesis is given besides.
"""

import json
import os
import signal
import subprocess
import sys
import urllib.request

PASSWORD = "heliotrope-umbrella-41"
# One judge asks as much as thousands of people would.
LIFTED = [
    "SESSIONS_PER_USER_MAX",
    "REGISTRATIONS_PER_10_MIN",
    "LOGINS_PER_10_MIN",
    "ANONYMOUS_REQUESTS_PER_MIN",
    "REFRESHES_PER_MIN",
    "CHANGES_PER_10_S",
    "SENDS_PER_5_S",
    "SEARCHES_PER_10_S",
]
HERE = os.path.dirname(os.path.abspath(__file__))


def start(program, folder):
    """The server, its address and the token of the first account."""
    env = os.environ | {f"PARLOR_LIMITS__{name}": "1000000000" for name in LIFTED}
    command = [program, "serve", "--listen", "127.0.0.1:0", "--data-dir", folder]
    with open(os.path.join(folder, "log"), "w", encoding="utf-8") as log:
        server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=log, text=True)
    token = None
    for line in server.stdout:
        if "#token=" in line:
            token = line.rsplit("#token=", 1)[1].strip()
        if line.startswith("listening: "):
            return server, line.split(": ", 1)[1].strip(), token
    sys.exit(f"The server ended before it listened; {folder}/log says why.")


def register(base, token):
    """Makes the owner."""
    body = {"username": "owner", "password": PASSWORD, "setupToken": token}
    request = urllib.request.Request(
        f"{base}/api/v1/auth/register",
        data=json.dumps(body).encode(),
        headers={"content-type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=60).close()


def main():
    """Ends with the verdict of Schemathesis, or with 3 where the server did not live through it."""
    program, folder, *rest = sys.argv[1:]
    server, base, token = start(program, folder)
    try:
        register(base, token)
        judge = [
            os.path.join(os.path.dirname(sys.executable), "schemathesis"),
            "--config-file", os.path.join(HERE, "schemathesis.toml"),
            "run", f"{base}/api/openapi.json", *rest,
        ]
        env = os.environ | {
            "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
            "PYTHONPATH": HERE,
            "PARLOR_BASE": base,
            "PARLOR_PASSWORD": PASSWORD,
        }
        verdict = subprocess.run(judge, env=env, check=False).returncode
        return verdict if server.poll() is None else 3
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


if __name__ == "__main__":
    sys.exit(main())
