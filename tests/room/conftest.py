"""What tests of rooms share: a database on a PostgreSQL server."""

import pytest
from postgres_running import Server


@pytest.fixture
def url(server: Server, database: str) -> str:
    """Name an empty database."""
    return server.url(database)
