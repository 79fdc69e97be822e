"""One document, one language.

monoglot decodes scraped text, tags every line with its language *judged inside its document*, and
removes what certainly does not belong: a comment prompt, a cookie notice, a headline in another
language. Names, numbers and quotations stay, and what is taken out can be put back.

>>> import monoglot
>>> article = "The presidents met on Friday, said the White House.\\nкоментуйте повідомлення:\\n"
>>> monoglot.clean(article)
'The presidents met on Friday, said the White House.\\n'

Every function takes the settings of the command line and of ``monoglot.toml`` as keywords, with
underscores: ``lang="eng"``, ``also=["fra"]``, ``remove="likely"``, ``max_removed=0.3``,
``engine="whatlang"``, ``rules={"mojibake": "off"}``, ``document_format="markdown"``. What is wrong
with one is a ``ValueError``.

What a site repeats on many pages is judged by that besides, where it is known: ``sites=`` takes what
:func:`sites` or the command ``monoglot sites`` counted, ``url=`` says of which site a text is.

The functions hold no state but the model, which is loaded once, release the interpreter's lock,
and give the same answer in every process and thread.
"""

import json
from functools import lru_cache

from . import _monoglot
from ._monoglot import NotTextError, Sites, __version__

__all__ = [
    "NotTextError", "Sites", "annotate", "clean", "decode", "restore", "review", "sites", "tag", "__version__"
]


def clean(text, *, url=None, sites=None, **settings):
    """The text without what does not belong to it. Kept lines are unchanged.

    Like ``monoglot clean``. A string is never refused and its encoding never guessed.

    >>> clean("")
    ''

    A text is plain unless ``document_format`` says what it is written in: then its prose is judged,
    and markup, code and addresses stay as they are.

    >>> notes = "The presidents met on Friday, they said.\\n\\n```\\nкоментуйте повідомлення:\\n```\\n"
    >>> clean(notes, document_format="markdown") == notes
    True
    """
    return _monoglot.clean(_judge(settings), text, url, sites)


def tag(text, *, each_line=False, url=None, sites=None, **settings):
    """A record for each line of the text, blank lines included, as ``monoglot tag`` prints them.

    With ``each_line`` every line is a document of its own, and of no site: for lists of sentences.

    >>> line = tag("The presidents met on Friday, said the White House.")[0]
    >>> line["line"], line["lang"], line["verdict"]
    (1, 'eng', 'keep')
    """
    judge = _judge(settings)
    lines = _monoglot.tag_each_line(judge, text) if each_line else _monoglot.tag(judge, text, url, sites)
    return [{key: value for key, value in line.items() if key != "path"} for line in map(json.loads, lines)]


def review(text, *, url=None, sites=None, **settings):
    """The cleaned text (``text``) with all that is known about it: what :func:`annotate` adds.

    >>> found = review("The presidents met on Friday, said the White House.\\nкоментуйте повідомлення:")
    >>> found["lang"], [piece["text"] for piece in found["removed"]]
    ('eng', ['коментуйте повідомлення:'])
    """
    cleaned, field = _monoglot.review(_judge(settings), text, url, sites)
    return {"text": cleaned, **json.loads(field)}


def restore(text, removed):
    """The text that was judged: the cleaned ``text`` with each of ``removed`` back in its place.

    Both are as :func:`review` and :func:`annotate` give them.

    >>> article = "The presidents met on Friday, said the White House.\\nкоментуйте повідомлення:"
    >>> found = review(article)
    >>> restore(found["text"], found["removed"]) == article
    True
    """
    return _monoglot.restore(text, [(piece["start"], piece["text"]) for piece in removed])


def decode(data, **settings):
    """The text of bytes in an unknown encoding (``text``), how they were read, and what was mended.

    Like ``monoglot decode``. ``encoding="windows-1251"`` says what is known, ``no_repair=True``
    decodes and mends nothing. Raises :class:`NotTextError` for images, archives and programs.

    >>> decoded = decode("Das Gesetz wäre schön für die Länder".encode("latin-1"))
    >>> decoded["text"], decoded["encoding"]
    ('Das Gesetz wäre schön für die Länder', 'windows-1252')
    """
    text, report = _monoglot.decode(_judge(settings, is_text=False), data)
    return {"text": text, **json.loads(report)}


def annotate(batch, text="text", *, url="url", sites=None, **settings):
    """Cleans the column ``text`` of Arrow data and adds a column ``monoglot``.

    ``batch`` is anything that speaks the Arrow PyCapsule interface: a ``pyarrow`` batch, table or
    reader, a ``polars`` frame, a ``duckdb`` relation. ``pyarrow`` and ``polars`` data comes back as
    the kind that it was (a reader as a reader, annotated batch by batch when it is read); other
    data as an object that speaks the interface. Strings keep their type (``string``,
    ``large_string``, ``string_view``), nulls stay null, other columns are passed on.

    The new column is a structure: the main language (``lang``) and its ``share``, language and
    verdict of all ``lines``, what was ``removed`` and why, other ``findings``, and the ``original``
    where repair changed it. :func:`restore` undoes the cleaning of a row.

    With ``sites`` (see :func:`sites`), the column ``url`` says of which site a document is.

    >>> import pyarrow
    >>> table = pyarrow.table({"id": [1], "text": ["The presidents met on Friday, they said.\\nкоментуйте:"]})
    >>> annotated = annotate(table)
    >>> annotated["text"][0].as_py(), annotated["monoglot"][0]["lang"].as_py()
    ('The presidents met on Friday, they said.\\n', 'eng')
    """
    kind = type(batch)
    library = kind.__module__.partition(".")[0]
    lazy = library not in ("pyarrow", "polars") or kind.__name__ == "RecordBatchReader"
    annotated = _monoglot.annotate(_judge(settings), batch, text, lazy, url, sites)
    if library == "pyarrow":
        import pyarrow

        if isinstance(batch, pyarrow.RecordBatchReader):
            return pyarrow.RecordBatchReader.from_stream(annotated)
        return pyarrow.table(annotated) if isinstance(batch, pyarrow.Table) else pyarrow.record_batch(annotated)
    if library == "polars":
        import polars

        return polars.DataFrame(annotated)
    return annotated


def sites(batch, text="text", url="url", **settings):
    """Counts on how many documents of its site each line of the column ``text`` stands.

    The site of a document is the host of its address, in the column ``url``; one without is not counted.
    ``batch`` is Arrow data as for :func:`annotate`. Gives :class:`Sites`: ``bytes()`` of it are the file
    that ``monoglot sites`` writes for the same documents, and ``Sites(data)`` reads one. Takes 24 bytes of
    memory for each line; the command line and the engines count what does not fit.

    >>> import pyarrow
    >>> pages = [f"Read also\\n{story}\\n" for story in ("One.", "Two.", "Three.")]
    >>> table = pyarrow.table({"text": pages, "url": ["https://example.org/"] * 3})
    >>> known = sites(table)
    >>> annotate(table, sites=known).num_rows
    3
    """
    return Sites(_monoglot.sites_file(_monoglot.count(_judge(settings), batch, text, url)))


def _judge(settings, is_text=True):
    if is_text and "encoding" in settings:
        raise ValueError("encoding: a string has none; decode() takes bytes")
    try:
        return _made(json.dumps(settings, sort_keys=True))
    except TypeError as error:
        raise ValueError(f"settings are strings, numbers, lists and dictionaries: {error}") from None


@lru_cache(maxsize=64)
def _made(settings):
    named = {name.replace("_", "-"): value for name, value in json.loads(settings).items()}
    return _monoglot.Judge(json.dumps(named))
