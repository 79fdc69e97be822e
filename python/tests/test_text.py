"""The functions for one text: the same answers as the command line."""

import doctest

import pytest

import monoglot
from conftest import line_of, put_back

SENTENCE = "The presidents met on Friday and approved a joint statement on Syria, they said.\n"
PROMPT = SENTENCE + "коментуйте повідомлення:\n"


def test_the_examples_in_the_documentation_are_true():
    assert doctest.testmod(monoglot).failed == 0


def test_texts_are_what_the_command_line_says(texts, expected):
    for text, (cleaned, tagged) in zip(texts, expected):
        assert monoglot.clean(text) == cleaned
        assert [{"path": record["path"], **line} for line, record in zip(monoglot.tag(text), tagged)] == tagged
        found = monoglot.review(text)
        assert found["text"] == cleaned
        assert found["lines"] == [line_of(record) for record in tagged]


def test_a_review_restores_the_text(texts):
    for text in texts:
        found = monoglot.review(text)
        restored = monoglot.restore(found["text"], found["removed"])
        assert restored == put_back(found["text"], found["removed"])
        assert (found["original"] or restored) == text


def test_settings_are_those_of_the_command_line():
    assert monoglot.clean(PROMPT, remove="none") == PROMPT
    assert monoglot.clean(PROMPT, also=["uk"]) == PROMPT
    assert monoglot.clean(PROMPT, also="ukr") == PROMPT
    assert monoglot.clean(PROMPT, rules={"off-language-line": "flag"}) == PROMPT
    assert monoglot.clean(PROMPT, max_removed=0.01) == monoglot.clean(PROMPT, max_removed="1%") == PROMPT
    assert monoglot.clean(PROMPT, engine="whatlang") != PROMPT
    assert monoglot.clean("e\u0301", no_repair=True) == "e\u0301"
    assert monoglot.review(PROMPT, lang="uk")["lang"] == "ukr"


NOTES = SENTENCE + "\n```\nкоментуйте повідомлення:\n```\n"


def test_a_format_says_what_is_prose():
    assert monoglot.clean(NOTES, document_format="markdown") == NOTES
    assert monoglot.clean(NOTES) == monoglot.clean(NOTES, document_format="plain") != NOTES
    assert monoglot.review(NOTES, document_format="markdown")["removed"] == []
    blocks = [line["block"] for line in monoglot.tag("# Title\n\n" + NOTES, document_format="markdown")]
    assert blocks == ["heading", None, "paragraph", None, None, None, None]


def test_each_line_is_a_document_of_its_own():
    lines = monoglot.tag("Where are you going tomorrow?\nWohin gehst du heute Abend noch?", each_line=True)
    assert [(line["lang"], line["verdict"]) for line in lines] == [("eng", "keep"), ("deu", "keep")]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"lang": "klingon"}, "lang: unknown language 'klingon'"),
        ({"langs": "eng"}, "unknown setting 'langs'; did you mean 'lang'"),
        ({"remove": "all"}, "remove: unknown variant"),
        ({"document_format": "docx"}, "document-format: unknown variant `docx`"),
        ({"max_removed": 2}, "max-removed: give a share from 0 to 1"),
        ({"rules": {"mojibak": "on"}}, "unknown rule 'mojibak'; did you mean 'mojibake'"),
        ({"rules": {"mojibake": 1}}, "mojibake: give one of"),
        ({"fail_on": "flag"}, "unknown setting 'fail-on'"),
        ({"encoding": "utf-8"}, "a string has none"),
        ({"lang": {"eng"}}, "settings are strings, numbers, lists"),
    ],
)
def test_a_wrong_setting_is_a_value_error_that_says_so(settings, words):
    for function in (monoglot.clean, monoglot.tag, monoglot.review):
        with pytest.raises(ValueError, match=words):
            function("a", **settings)


def test_bytes_are_decoded_as_on_the_command_line():
    text = "Президенти обох країн схвалили спільну заяву щодо Сирії."
    for encoding in ("utf-8", "utf-16", "cp1251", "koi8-u"):
        assert monoglot.decode(text.encode(encoding))["text"] == text
    assert monoglot.decode(text.encode("cp1251"), lang="uk")["encoding"] == "windows-1251"
    assert monoglot.decode(b"\xe4", encoding="latin1")["text"] == "ä"
    assert [f["rule"] for f in monoglot.decode(b"He\xe2\x80\x8bllo")["findings"]] == ["invisible-character"]


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(monoglot.NotTextError, match="not text"):
        monoglot.decode(bytes(range(256)) * 8)
    with pytest.raises(ValueError, match="unknown encoding"):
        monoglot.decode(b"a", encoding="utf-99")


def test_a_string_is_never_refused_but_for_what_is_no_unicode():
    for text in ("a\0b", "\x1b$B", "\ufeff", "\U0010ffff"):
        monoglot.review(text)
    with pytest.raises(UnicodeEncodeError):
        monoglot.clean("\ud800")
    with pytest.raises(TypeError):
        monoglot.clean(b"bytes")
