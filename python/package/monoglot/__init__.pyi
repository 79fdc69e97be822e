from collections.abc import Iterable, Mapping
from typing import Any, Literal, Protocol, TypedDict, TypeVar

from typing_extensions import Unpack

__version__: str

class NotTextError(ValueError): ...

Switch = Literal["on", "off", "note", "flag"]
Verdict = Literal["keep", "flag", "remove"]
Severity = Literal["note", "flag", "repair", "remove"]
DocumentFormat = Literal[
    "plain", "markdown", "html", "rst", "asciidoc", "latex", "email", "subtitles", "po",
    "properties", "strings", "xml", "yaml", "json", "csv", "tsv",
]
Block = Literal[
    "line", "heading", "paragraph", "list-item", "table-cell", "quotation", "caption", "cue", "message"
]

class Settings(TypedDict, total=False):
    """How texts are judged and mended: the flags of the command line, and what they mean there."""

    lang: str | list[str]
    also: str | list[str]
    remove: Literal["certain", "likely", "foreign", "none"]
    max_removed: float | str
    engine: Literal["ngram", "whatlang"]
    document_format: DocumentFormat
    rules: dict[str, Switch]
    no_repair: bool
    normalise: Literal["none", "nfc", "nfkc"]
    line_endings: Literal["majority", "lf", "crlf", "keep"]
    entities: Literal["keep", "auto"]
    straight_quotes: bool
    width: bool
    ligatures: bool
    keep_soft_hyphens: bool

class DecodeSettings(Settings, total=False):
    encoding: str

class TaggedLine(TypedDict):
    line: int
    lang: str
    confidence: float
    foreign: float
    residue: float
    verdict: Verdict
    rule: str | None
    script: str | None
    block: Block | None
    spans: list[tuple[int, int, str]]
    text: str

class Line(TypedDict):
    lang: str
    confidence: float
    foreign: float
    residue: float
    verdict: Verdict

class Removed(TypedDict):
    line: int
    start: int
    end: int
    lang: str | None
    rule: str
    foreign: float
    reason: str
    text: str

class Finding(TypedDict):
    rule: str
    severity: Severity
    line: int | None
    lang: str | None
    confidence: float
    reason: str

class Review(TypedDict):
    text: str
    lang: str | None
    share: float
    encoding: str
    lines: list[Line]
    removed: list[Removed]
    findings: list[Finding]
    original: str | None

class Decoded(TypedDict):
    text: str
    encoding: str
    decoding: dict[str, Any]
    findings: list[dict[str, Any]]

class ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

Data = TypeVar("Data", bound=ArrowArray | ArrowStream)

class Sites:
    """What sites repeat: a sites file. It is pickled as its bytes, and its length is the number of sites."""

    def __init__(self, data: bytes) -> None: ...
    def __bytes__(self) -> bytes: ...
    def __len__(self) -> int: ...

def clean(
    text: str, *, url: str | None = None, sites: Sites | None = None, **settings: Unpack[Settings]
) -> str: ...
def tag(
    text: str,
    *,
    each_line: bool = False,
    url: str | None = None,
    sites: Sites | None = None,
    **settings: Unpack[Settings],
) -> list[TaggedLine]: ...
def review(
    text: str, *, url: str | None = None, sites: Sites | None = None, **settings: Unpack[Settings]
) -> Review: ...
def restore(text: str, removed: Iterable[Mapping[str, Any]]) -> str: ...
def decode(data: bytes, **settings: Unpack[DecodeSettings]) -> Decoded: ...
def annotate(
    batch: Data, text: str = "text", *, url: str = "url", sites: Sites | None = None, **settings: Unpack[Settings]
) -> Data: ...
def sites(
    batch: ArrowArray | ArrowStream, text: str = "text", url: str = "url", **settings: Unpack[Settings]
) -> Sites: ...
