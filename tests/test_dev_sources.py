"""The private package sources come from the machine's own, whatever their style."""

import pytest

from devtools.apt_sources import derived_sources

DEB822 = """\
# A third party's archive.
Types: deb
URIs: https://example.org/tools
Suites: nodistro
Components: main

Types: deb
URIs: https://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/mirror.gpg
"""
KEY = """\
Types: deb
URIs: https://mirror.example/debian
Suites: bookworm
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mDMEZ
 -----END PGP PUBLIC KEY BLOCK-----
"""
ONE_LINE = """\
deb-src http://mirror.example/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian bookworm main # x
"""


@pytest.fixture
def etc(tmp_path):
    (tmp_path / "sources.list.d").mkdir()
    return tmp_path


def test_deb822(etc):
    (etc / "sources.list.d" / "debian.sources").write_text(DEB822)
    text = derived_sources("bookworm", etc)
    assert "URIs: https://mirror.example/debian\n" in text
    assert "Suites: bookworm sid\n" in text
    assert "Signed-By: /usr/share/keyrings/mirror.gpg\n" in text
    assert "example.org" not in text


def test_key_inside(etc):
    (etc / "sources.list.d" / "debian.sources").write_text(KEY)
    text = derived_sources("bookworm", etc)
    assert " mDMEZ\n -----END PGP PUBLIC KEY BLOCK-----\n" in text


def test_one_line(etc):
    (etc / "sources.list").write_text(ONE_LINE)
    text = derived_sources("bookworm", etc)
    assert "URIs: http://mirror.example/debian\n" in text
    assert "Signed-By: /k.gpg\n" in text


def test_disabled_or_another_release(etc):
    (etc / "sources.list.d" / "a.sources").write_text("Enabled: no\n" + KEY)
    assert derived_sources("bookworm", etc) is None
    (etc / "sources.list").write_text(ONE_LINE)
    assert derived_sources("trixie", etc) is None
