"""Every term that a user can meet is there in Polish."""

from test_dev_commands import dev


def test_no_term_is_missing_or_fuzzy():
    result = dev("i18n", "--check")
    assert result.returncode == 0, result.stdout + result.stderr
