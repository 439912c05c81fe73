"""Signs the judge in as the owner, and again before each token ends."""

import os

import requests
import schemathesis

# A token lives ten minutes.
RENEWED_AFTER_S = 240


@schemathesis.auth(refresh_interval=RENEWED_AFTER_S)
class Owner:
    """The owner's access token, in every request."""

    def get(self, case, context):
        """Signs in."""
        answer = requests.post(
            os.environ["PARLOR_BASE"] + "/api/v1/auth/login",
            json={"username": "owner", "password": os.environ["PARLOR_PASSWORD"]},
            timeout=60,
        )
        answer.raise_for_status()
        return answer.json()["access_token"]

    def set(self, case, data, context):
        """Writes it into the request."""
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"
