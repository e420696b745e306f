from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from odoo.tests import BaseCase, tagged

from ..models.mailing.placeholder_text import BodyTemplate, fill_line, names_in

NAMES = ("contractor", "salutation", "link", "a.b")
TAGS = ("b", "h1", "p", "script", "span", "style", "td", "textarea", "title")
LINKS = (
    "{link}",
    "{contractor}",
    "https://example.com/{contractor}?a={a.b}",
    "mailto:{contractor}",
    "javascript:{contractor}",
    "x{link}",
)
# What people call themselves, and what somebody enters who means ill.
HOSTILE = (
    "<script>alert(1)</script>",
    "{contractor}",
    "{{object.user_id}}",
    "${object}",
    "javascript:alert(1)",
    '"><img src=x onerror=alert(1)>',
    'https://example.com/?a=1&b="2',
    "//example.com",
    "&lt;b&gt; & Söhne",
    "a\nBcc: b@example.com",
    "\u2028\x85\x00\ud800",
)

words = st.sampled_from([*(f"{{{name}}}" for name in NAMES), "{{x}}", "{ x }", "ż"])
pieces = st.recursive(
    words | st.text(st.characters(exclude_characters="<>&"), max_size=8),
    lambda inner: (
        st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
            st.sampled_from(TAGS),
            st.lists(inner, max_size=3),
        )
        | st.builds(
            lambda link, parts: f'<a href="{link}">{"".join(parts)}</a>',
            st.sampled_from(LINKS),
            st.lists(inner, max_size=2),
        )
        | st.just("<!-- {contractor} --><br><img alt='{contractor}'>")
    ),
    max_leaves=8,
)
bodies = st.lists(pieces, max_size=4).map("".join)
values = st.dictionaries(
    st.sampled_from(NAMES), st.text(max_size=15) | st.sampled_from(HOSTILE)
)


def built(body):
    """Return the elements of a body with the names of their attributes."""
    root = html.fragment_fromstring(str(body), create_parent="div")
    return [(str(node.tag), sorted(node.attrib)) for node in root.iter()]


@tagged("post_install", "-at_install")
class TestPlaceholderValues(BaseCase):
    """What a name holds is text, whatever the body around it and whoever entered it."""

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(bodies, values)
    def test_no_value_builds_anything(self, body, values):
        template = BodyTemplate(body)
        filled = template.fill(values)
        self.assertEqual(built(filled), built(template.fill({})))
        root = html.fragment_fromstring(str(filled), create_parent="div")
        for link in root.iter("a"):
            target = (link.get("href") or "").strip().lower()
            self.assertFalse(target.startswith("javascript:alert"), target)
        # the next addressee gets a letter of their own
        self.assertEqual(template.fill(values), filled)
        self.assertEqual(BodyTemplate(body).fill(values), filled)

    @settings(max_examples=120, deadline=None)
    @given(st.lists(words | st.text(max_size=8)).map("".join), values)
    def test_a_subject_is_one_line(self, text, values):
        """A header with a line end would begin another one."""
        line = fill_line(text, values)
        self.assertLessEqual(len(line.splitlines()), 1)
        self.assertEqual(line, line.strip())
        self.assertNotIn("\x00", line)

    @settings(max_examples=60, deadline=None)
    @given(bodies)
    def test_what_is_named_is_what_is_filled(self, body):
        """Whoever is asked for values of these names need give no others."""
        template = BodyTemplate(body)
        marks = {name: f"@{place}@" for place, name in enumerate(NAMES)}
        filled = str(template.fill(marks))
        for name, mark in marks.items():
            shown = mark in filled or mark.replace("@", "%40") in filled
            if shown:
                self.assertIn(name, template.names)
        for name in template.names:
            self.assertIn(name, names_in(body))
