"""JSON that stands in a page."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.exchange.encoding import embedded_json, json_text


@pytest.mark.parametrize(
    "text",
    ["</script><script>alert(1)</script>", "<!--", "]]>", "&lt;", "\u2028\u2029", "</SCRIPT"],
)
def test_nothing_ends_the_element(text):
    """No text can close the script element or open a comment in it."""
    written = embedded_json(json_text({"a": text}))
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"a": text}


VALUES = st.recursive(
    st.none() | st.booleans() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_content_is_unchanged(content):
    """Whatever is embedded reads back as it was."""
    assert json.loads(embedded_json(json_text(content))) == content


def test_half_of_a_pair_can_be_written():
    """A lone surrogate, which UTF-8 cannot hold, becomes an escape that means the same."""
    written = json_text({"a": "\ud800"})
    written.encode("utf-8")
    assert json.loads(written) == {"a": "\ud800"}


def test_other_text_is_refused():
    """What is not JSON does not get on a page."""
    with pytest.raises(ValueError, match="Expecting"):
        embedded_json("<b>")


def test_numbers_that_json_lacks_are_refused():
    """A number that is none is refused, since no other program could read it."""
    with pytest.raises(ValueError, match="JSON"):
        json_text({"a": float("nan")})
