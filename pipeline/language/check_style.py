# SPDX-License-Identifier: EUPL-1.2
"""How a sentence sounds, and what may never be said: hearing, neutrality, orders to machines, restraint, dates that are over."""

import re
from datetime import date
from typing import Final

from pipeline.language.agreement import QUANTITIES
from pipeline.language.ground import Flag, Ground
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.moments import Day, day_of, resolve
from pipeline.language.names_de import is_office
from pipeline.language.quotations import is_speech, quotations, unquoted
from pipeline.model import FactKind, Severity

MOST_WORDS: Final = {"news": 15, "plain": 12, "en": 18}
"""Words a sentence may have: 15 in the news (aim 11), 12 in Einfache Sprache (aim 9)."""
_NEUTRAL: Final = re.compile(
    r"\b(?:gute[nr]? Nachricht(?:en)?|schlechte[nr]? Nachricht(?:en)?|Entwarnung|aufgepasst"
    r"|bedenkenlos|endlich|leider|erfreulich\w*|bedauerlich\w*|toll[enrs]*|großartig\w*|einzigartig\w*"
    r"|hervorragend\w*|vorbildlich\w*|beeindruckend\w*"
    r"|sensationell\w*|fantastisch\w*|phantastisch\w*|wunderbar\w*|traumhaft\w*|spannend\w*"
    r"|Highlights?|ein voller Erfolg|glücklicherweise|unglaublich\w*|skandalös\w*|empörend\w*"
    r"|herzlich\w*|atemberaubend\w*|unvergesslich\w*|zum Glück|natürlich|selbstverständlich|perfekt\w*"
    r"|ideal\w*)\b",
    re.IGNORECASE,
)
_CHEERFUL: Final = re.compile(
    r"\b(?:freu\w+|feier\w+|fröhlich\w*|Spaß|lustig\w*|heiter\w*|Jubel\w*|bunt\w*|Glückwunsch\w*"
    r"|herzlich\w*|munter\w*|gut gelaunt|beste\w* Stimmung|mit Schwung|genießen)\b|!",
    re.IGNORECASE,
)
_TO_MACHINES: Final = re.compile(
    r"\b(?:ignorier\w*|missacht\w*|vergiss|vergesst|vergessen Sie)\b.{0,60}\b(?:Anweisung\w*"
    r"|Anleitung\w*|Vorgabe\w*|Regeln?|Instruktion\w*|alles|bisherig\w*|vorherig\w*|Prompt)"
    r"|\bals (?:eine? )?(?:KI|AI|Sprachmodell|Assistent)\b|\bSprachmodell|\b(?:System-?)?[Pp]rompt\b"
    r"|\bChatGPT\b|\bsystem ?prompt\b|\b(?:ignore|disregard|forget)\b.{0,60}\b(?:instruction|previous"
    r"|above|rule|prompt|everything)"
    r"|\byou are (?:now )?(?:an?|the)\b|\bas an? (?:AI|language model)\b|\b(?:please )?(?:respond"
    r"|reply|answer|output|print|repeat|write)\b.{0,30}\b(?:only|exactly|following|with|instead"
    r"|JSON)\b|\bKI-Assistent\w*|\b[Aa]n (?:die|alle) (?:KI|Sprachmodelle?|Redaktions-KI)\b"
    r"|\b(?:du bist|Sie sind) (?:jetzt |nun |ab jetzt |ab sofort )?(?:ein|eine) (?:\w+ )?(?:KI"
    r"|Assistent\w*|Chatbot|Bot|Modell)\b|\b(?:neue|folgende|diese) Anweisung(?:en)?\b"
    r"|\bAnweisung(?:en)? (?:an|für) (?:die KI|den Assistenten|das Modell|dich|KI)|\bgib (?:nur|aus"
    r"|jetzt)\b|\bantworte\b|\bschreib(?:e)? (?:stattdessen|nur|genau|jetzt|folgend\w+)\b"
    r"|\bübersetze\b"
    r"|\bwiederhole (?:den|diesen|folgend\w+)\b|\bals (?:Nächstes|Erstes) (?:sag|schreib|antwort)\w*"
    r"|\bDeveloper Mode\b|\bjailbreak\b|\bDAN\b|<\/?[a-z][^>]*>|\{\{|\}\}|```|\bbase64\b|\bAPI[- "
    r"]?(?:Key|Schlüssel)\b"
    r"|\b(?:nenn|verrat|gib|gebt|geben|schick|sag|zeig|send|lies)\w*\b.{0,40}\b(?:Passw[oö]rt|Kennw[oö]rt)\w*"
    r"|\b(?:Passwort|Kennwort) (?:lautet|ist|preis\w*|heraus\w*|aus\b)"
    r"|\bfüge (?:hinzu|folgend\w+|diesen Satz)\b|\berwähne (?:nicht"
    r"|unbedingt|stattdessen)\b|\bverschweige?\b|\bbehaupte\b"
    r"|\blasse? (?:alles|den Rest|die übrigen?|diese) (?:weg|aus)\b|\bWICHTIG für (?:die )?KI\b"
    r"|\bzusammenfassung soll\b|\bin der Zusammenfassung\b|\bdein(?:e|en|er)? (?:Aufgabe|Auftrag"
    r"|Antwort|Ausgabe|Regeln?|Anweisungen)\b|\byour (?:task|instructions|rules|answer)\b|\binstead "
    r"(?:say|write)\b|\b(?:say|write|tell|claim) that\b",
    re.IGNORECASE,
)
_PROMISE: Final = re.compile(
    r"\b(?:garantiert\w*|garantieren|wir versprechen|verspreche|mit Sicherheit|völlig (?:ungefährlich"
    r"|sicher|unbedenklich)|absolut sicher|risikolos|ohne jedes Risiko|100 Prozent sicher"
    r"|hundertprozentig sicher|todsicher|keinerlei Gefahr)\b",
    re.IGNORECASE,
)
_CALL: Final = re.compile(
    r"\b(?:klick\w*|besuchen|kaufen|bestellen|sichern|wählen|folgen|abonnieren|liken|teilen|spenden"
    r"|rufen|melden|nutzen|schauen|kommen|erfahren|informieren|lesen|laden|überweisen|buchen|bewerben"
    r"|greifen|machen|holen|schreiben|schicken|senden|scannen|gehen) Sie\b"
    r"|\b(?:Klick|Kauf|Bestell|Wähl|Folg|Abonnier|Spend|Überweis|Hol|Mach|Komm)(?:e|t)?\s+(?:jetzt|dir"
    r"|euch|mit|uns|hier|auf|heute)\b|\bjetzt (?:kaufen|bestellen|anmelden|sichern|buchen|spenden"
    r"|zugreifen|mitmachen|wählen)\b|\bnicht verpassen\b|\b(?:click|buy|visit|subscribe|order|call"
    r"|vote)\b (?:here|now|our|us|for)",
    re.IGNORECASE,
)
_SELLING: Final = re.compile(
    r"\b(?:klick\w*|kauf\w*|bestell\w*|sichern Sie|überweis\w*|spenden Sie|abonnier\w*|liken"
    r"|wählen Sie(?!.{0,50}\b(?:Notruf|Nummer|\d{3}|aus|zwischen)\b)|click|buy|subscribe|order|vote)\b",
    re.IGNORECASE,
)
_ABBREVIATION: Final = re.compile(
    r"\b(?:z\.\s?B|d\.\s?h|u\.\s?a|bzw|ca|inkl|ggf|usw|etc|Mio|Mrd|Tsd|Nr|Str|Tel|max|min|zzgl|Abs|Dr"
    r"|Prof|evtl|vgl|sog|i\.\s?d\.\s?R|o\.\s?[Ää])\.(?=\s|$)|[()\[\]]|[*:_]innen\b|[/*]in\b"
)
_MARKUP: Final = re.compile(r"[<>{}\[\]|\\#*_`]|https?:|www\.|@")
_RELATIVE: Final = frozenset({"heute", "gestern", "übermorgen", "vorgestern"})
_PRAISE: Final = re.compile(
    r"\b(?:lob\w*|dank\w*|würdig\w*|ehr(?:t|te|ten|en|ung)\b|ausgezeichnet\w*|Auszeichnung"
    r"|erfolgreich\w*|Erfolg\w*|verdienstvoll\w*|Verdienst\w*|engagiert\w*|Engagement|setzt sich"
    r"|setzte sich|kämpft|verspricht|stolz|tatkräftig\w*|großer? Einsatz|unermüdlich\w*|beliebt\w*"
    r"|hervorragend\w*|vorbildlich\w*)",
    re.IGNORECASE,
)
_FUTURE: Final = re.compile(
    r"\b(?:wird|werden|soll|sollen|kann|können|beginn(?:t|en)|startet|starten|öffnet|öffnen|eröffnet"
    r"|findet\b.*\bstatt|finden\b.*\bstatt|lädt|laden|gilt|gelten|fährt|fahren|bleibt|bleiben|ist|sind"
    r"|endet|enden|gibt|stehen|steht|tagt|kommt|kommen|spielt|zeigt|liest|läuft|dauert|bietet|müssen"
    r"|muss|dürfen|darf|wechselt|tritt|treffen|trifft|nimmt|nehmen|zieht|feiert|entscheidet|wählt"
    r"|stellt|informiert|berät)\b"
)
_PAST: Final = re.compile(
    r"\b(?:hatten?|war|waren|wurden?|worden|gewesen|hat\b|haben\b|\w+(?:te|ten)\b|fand\w*|kam\w*|gab\w*|ging\w*|begann\w*|starb\w*|lag\b|lagen"
    r"|lud\w*|traf\w*|nahm\w*|sprach\w*|stieg\w*|fiel\w*|blieb\w*|stand\w*|schrieb\w*|seit)\b"
    r"|\b(?:ist|sind)\b.*\b(?:ver)?(?:gestorben|storben|gekommen|gegangen|gefahren|gefallen|gestiegen|gesunken|geworden|erschienen"
    r"|verunglückt|gestürzt|ausgebrochen|passiert|geschehen|eingetroffen|abgebrannt|entstanden|gelungen|eingezogen|umgezogen"
    r"|zurückgetreten|gewachsen|verschwunden|gestartet|abgelaufen|zu Ende gegangen|eingegangen|ausgefallen)\b"
)


def forbidden(text: str, source: Ground | None) -> tuple[Flag, ...]:
    """Find what may never be said: orders to machines, promises, calls. Red; a call in the source's own words informs."""
    flags = []
    if match := _TO_MACHINES.search(text):
        flags.append(
            Flag(
                "instruction-like",
                Severity.RED,
                f"„{match.group().strip()}“ klingt nach einer Anweisung an eine Maschine. Streichen Sie den Satz "
                "und prüfen Sie die Meldung.",
                match.group().strip(),
            )
        )
    if match := _PROMISE.search(text):
        known = source is not None and source.words.has(match.group().split()[0])
        severity = Severity.NOTE if source is not None and source.verbatim(text) else Severity.AMBER if known else Severity.RED
        flags.append(
            Flag(
                "promise",
                severity,
                f"„{match.group()}“ ist ein Versprechen. Geben Sie nur wieder, was belegt ist.",
                match.group(),
            )
        )
    if match := _CALL.search(text):
        known = source is not None and source.verbatim(text)
        polite = not _SELLING.search(text)  # local radio asks its listeners: a matter of style, not of facts
        severity = Severity.NOTE if known else Severity.AMBER if polite else Severity.RED
        severity = Severity.AMBER if known and _SELLING.search(text) else severity
        flags.append(
            Flag(
                "call-to-action",
                severity,
                f"„{match.group()}“ ist ein Aufruf. Sagen Sie stattdessen, was möglich ist.",
                match.group(),
            )
        )
    return tuple(flags)


def markup(text: str) -> tuple[Flag, ...]:
    """Find what no sentence for a voice holds: markup and addresses. Asked of drafts; an editor sees the hearing rules."""
    if (met := _MARKUP.search(text)) is None:
        return ()
    return (Flag("not-spoken-text", Severity.RED, f"Das ist kein gesprochener Text: „{met[0]}“.", met[0]),)


def style(text: str, source: Ground | None, profile: str, grave: bool) -> tuple[Flag, ...]:
    """Check the hearing rules; what stands so in the source only informs."""
    severity = Severity.NOTE if source is not None and source.verbatim(text) else Severity.AMBER
    flags = []
    speech = next((q for q in quotations(text) if is_speech(q.text)), None)
    count = len(re.findall(r"[^\W_]+(?:[-’'.,][^\W_]+)*", text))
    most = MOST_WORDS.get(profile, 15) + (7 if speech is not None else 0)  # a quotation stays whole
    if count > most:
        flags.append(
            Flag(
                "sentence-too-long",
                severity,
                f"Der Satz hat {count} Wörter. Teilen Sie ihn; beim Hören sind höchstens {most} verständlich.",
                "",
            )
        )
    if groups := _number_groups(text):
        flags.append(
            Flag(
                "too-many-numbers",
                severity if groups > 2 else Severity.NOTE,
                f"Der Satz nennt {groups} Zahlen oder Zeiten. Eine je Satz genügt beim Hören.",
                "",
            )
        )
    if match := _ABBREVIATION.search(text):
        flags.append(
            Flag(
                "not-for-hearing",
                severity,
                f"„{match.group()}“ lässt sich nicht sprechen. Schreiben Sie es aus, oder lassen Sie es weg.",
                match.group(),
            )
        )
    if match := _NEUTRAL.search(unquoted(text)):
        flags.append(
            Flag("not-neutral", severity, f"„{match.group()}“ wertet. Bleiben Sie bei dem, was geschehen ist.", match.group())
        )
    relative = next(
        (m for m in mentions(text) if m.value.removeprefix("relative:") in _RELATIVE or m.value == "relative:morgen"), None
    )
    if relative is not None:
        flags.append(
            Flag(
                "relative-date",
                severity,
                f"„{relative.text}“ stimmt nur an einem Tag. Nennen Sie das Datum, wenn die Quelle es nennt.",
                relative.text,
            )
        )
    if grave and (match := _CHEERFUL.search(unquoted(text))):
        flags.append(
            Flag(
                "delicate-cheerful",
                severity,
                f"„{match.group()}“ passt nicht zu einem heiklen Thema. Bleiben Sie nüchtern.",
                match.group(),
            )
        )
    return tuple(flags)


def _number_groups(text: str) -> int:
    """Count numbers and dates that do not belong together; 0 where there are few enough for hearing."""
    groups: list[Mention] = []
    for mention in mentions(text):
        if mention.kind not in QUANTITIES | {FactKind.DATE, FactKind.TIME} or (
            mention.value in ("1", "2", "3") and mention.kind is FactKind.NUMBER
        ):
            continue
        if (
            groups
            and len(text[groups[-1].end : mention.start].split()) <= 2
            and re.search(
                r"\b(?:bis|und|oder|von|der|statt|auf|um|ab|zu|mal|gegen)\b|[–—/,-]", text[groups[-1].end : mention.start]
            )
        ):
            groups[-1] = mention
            continue
        groups.append(mention)
    quantity = sum(1 for m in groups if m.kind in QUANTITIES)
    return len(groups) if quantity >= 2 or len(groups) >= 3 else 0


def restrained(text: str, source: Ground) -> tuple[Flag, ...]:
    """Before elections: no quotations, no praise and no stage for office holders or candidates."""
    flags = []
    speech = next((q for q in quotations(text) if is_speech(q.text)), None)
    offices = [m for m in mentions(text) if m.kind is FactKind.NAME and any(is_office(w) for w in m.text.split())]
    if speech is not None:
        flags.append(
            Flag(
                "restraint-quotation",
                Severity.RED,
                "Vor der Wahl keine Zitate. Geben Sie die Sache ohne Sprecher wieder.",
                speech.text,
            )
        )
    holders = {
        m.value.split()[-1] for m in source.mentions() if m.kind is FactKind.NAME and any(is_office(w) for w in m.text.split())
    }
    named = offices or [m for m in mentions(text) if m.kind is FactKind.NAME and m.value.split()[-1] in holders]
    if named and (match := _PRAISE.search(text)):
        flags.append(
            Flag(
                "restraint-praise",
                Severity.RED,
                f"Vor der Wahl kein Lob und keine Bühne für Amtsträger oder Bewerber: „{match.group()}“. Streichen Sie den Satz.",
                named[0].text,
            )
        )
    elif (
        named
        and speech is None
        and re.search(r"\b(?:sagt|sagte|betont|betonte|erklärt|erklärte|so|freut|begrüßt|lobt|dankt)\b", text)
    ):
        flags.append(
            Flag(
                "restraint-quotation",
                Severity.RED,
                "Vor der Wahl keine Aussagen von Amtsträgern oder Bewerbern. Nennen Sie nur die Sache.",
                named[0].text,
            )
        )
    return tuple(flags)


_DONE: Final = re.compile(
    r"\b(?:\w*ge\w{3,}(?:t|en)|(?:be|ver|er|ent|zer)\w{3,}(?:t|en)|\w{3,}iert)\s+(?:ist|sind|hat|haben|wurden?|war|waren|worden\b.*)\s*$"
    r"|\bgeborene?[nrs]?\b"
)
"""What a clause says of what had happened by a day: "geboren sind", "gekauft hat"."""


_INSTEAD: Final = re.compile(r"(?i)\b(?:(?:statt|anstatt) (?:am|bis|vom|ab|zum|im|wie|schon|erst)|eigentlich|ursprünglich)\b")
_EVENT: Final = re.compile(
    r"(?i)\b(?:nach|seit|wegen|trotz|infolge|aufgrund) (?:\w+ ){1,3}(?:am|vom|von)\s+$"
    r"|\b(?:zeit|zeitraum) (?:bis|vor|von|vom|zwischen)(?: \w+)?\s+$"
)
"""What is named by the day on which it happened: "nach dem Brand am 3. März", "aus der Zeit bis 31. Dezember"."""


def _part_of(text: str, at: int) -> str:
    """Give the clause between commas in which a place of a sentence lies."""
    return text[text.rfind(",", 0, at) + 1 :].partition(",")[0].rstrip(".!? ")


def _meant(mention: Mention, published: date) -> date | None:
    """Give the day that is meant; one that has a name and no year ("Jahresende") is the next one after the release."""
    day = resolve(day_of(mention.value), published)
    if day is None or day >= published or day_of(mention.value).year or not mention.text[:1].isupper():
        return day
    return resolve(Day(published.year + (day.year == published.year), day.month, day.day), published)


def over(text: str, day: date, published: date | None) -> tuple[Flag, ...]:
    """A date that will be over on the day of release, told as if it were to come."""
    if (_PAST.search(unquoted(text)) and not re.search(r"\b(?:wird|werden|soll|sollen)\b", text)) or not _FUTURE.search(text):
        return ()
    days = [
        (m, _meant(m, published or day))
        for m in mentions(text)
        if m.kind is FactKind.DATE and m.role not in ("since", "relative")
    ]
    known = [(m, d) for m, d in days if d is not None]
    if not known or any(d >= day for _, d in known) or any(d is None and day_of(m.value).year >= day.year for m, d in days):
        return ()
    last = max(known, key=lambda pair: pair[1])
    if last[0].role == "from" and not re.search(r"\b(?:beginn|starte|öffne|lädt|findet|finden)", text):
        return ()  # "ab 1. Oktober gilt": it still does
    clause = _part_of(text, last[0].start)
    if _DONE.search(clause) or _PAST.search(clause) or _INSTEAD.search(text) or _EVENT.search(text[: last[0].start]):
        return ()  # "wer bis zum 30. Juni geboren ist": done by then
    if re.search(
        r"(?:mitteilung|meldung|Beschluss|Satzung|Sitzung|Bescheid|Urteil|Schreiben|Verfügung|Fassung"
        r"|Stand|Antrag)\s+(?:vom|am|von)\s*$",
        text[: last[0].start],
    ):
        return ()  # the date of a paper
    return (
        Flag(
            "date-is-over",
            Severity.RED,
            f"{last[0].text} ist am Sendetag vorbei. Erzählen Sie es in der Vergangenheit, oder lassen Sie es weg.",
            last[0].text,
        ),
    )
