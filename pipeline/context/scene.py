"""What a resolver may look at: one sentence with its quantities and all that was said before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from pipeline.linguistics.parse import Parse
from pipeline.model import Document, Quantity, Sentence

LinkKind = Literal["soit", "contre", "bracket", "dont", "representing", "after", "list", "from-to", "change-to"]


@dataclass(frozen=True, slots=True)
class Link:
    """The claim that a quantity hangs on: « X, soit N », « contre N », « (+N %) », « dont N », « représentant N ».

    head: index of the earlier quantity in the same sentence; None where it is in the sentence before.
    """

    kind: LinkKind
    head: int | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A field's value, the rule that gave it, and what is in doubt about it."""

    value: str
    rule: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a claim as far as they are resolved, with the quantity they belong to."""

    quantity: Quantity
    fields: dict[str, Resolved] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        resolved = self.fields.get(column)
        return resolved.value if resolved else ""


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period named in the text. value: ISO 8601 as the contract writes it; day: it is a single day.

    use: "holds" dates a claim; "comparison" is the base of a change or a comparison (« par rapport à 2019 »,
    « qu'en 2024 »); "deadline" (« d'ici 2030 », "by 2030"); "since" (« depuis 2009 »); "event" a day on which
    something is announced or happens; "name" part of a name (« France 2030 »), never used.
    """

    start: int
    end: int
    value: str
    use: Literal["holds", "comparison", "deadline", "since", "event", "name"]
    rule: str
    shift: tuple[str, int] | None = (
        None  # « un an plus tôt »: ("year", -1) from the period of the claim it is compared with
    )
    local: bool = False  # belongs to the noun it stands before: "the June 2024 rate of 1,327,000"


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text, as written without determiner; use "compared" for one only compared with."""

    start: int
    end: int
    name: str
    use: Literal["holds", "compared", "publisher"]
    rule: str


@dataclass(frozen=True, slots=True)
class Discourse:
    """What the document has said before this sentence. Never changed in place: `discourse.after` makes the next one.

    title_*: from the title. paragraph_*: what governs the current block so far. lead_in: the scene that ended in a
    colon and governs the bullets below it. previous: drafts of the sentence before in the same block (or of the
    lead-in), nearest last. money: what a bare « 52 millions » of expenses is counted in. scenes: the last sentences
    of the block that hold a number, nearest last: pronouns stand for what they name.
    """

    title_period: str = ""
    title_place: str = ""
    block: int = -1
    paragraph_period: str = ""
    paragraph_place: str = ""
    lead_in_block: int = -1
    lead_in_period: str = ""
    lead_in_place: str = ""
    lead_in_status: str = ""
    lead_in_basis: str = ""
    lead_in_role: str = ""
    previous: tuple[Draft, ...] = ()
    money: Quantity | None = None  # the last amount of the document
    scenes: tuple[Scene, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence as all resolvers see it. `links[i]` is what quantity i hangs on, or None."""

    document: Document
    sentence: Sentence
    parse: Parse
    quantities: tuple[Quantity, ...]
    links: tuple[Link | None, ...] = ()
    periods: tuple[PeriodMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()

    def folded(self, start: int, end: int) -> str:
        """The folded text between two document offsets."""
        return self.document.folded[start:end]


class Resolver(Protocol):
    """One field of one quantity. Pure: the same arguments, the same answer.

    i: which of the scene's quantities. earlier: drafts of the quantities before it in the sentence, complete but
    for the columns resolved later (order: role, indicator, whole, basis, prices, period, place, status).
    """

    def __call__(self, i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
        """The field of quantity `i`, with the rule that gave it."""
        ...
