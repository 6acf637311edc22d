# SPDX-License-Identifier: EUPL-1.2
"""What is said for what is shown: the golden cases, and what must hold for any text."""

import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.language.abbreviations import ABBREVIATIONS, Abbreviation
from pipeline.language.amounts import UNITS, Unit
from pipeline.language.sentences import split
from pipeline.language.spoken import GenderPolicy, Lexicon, SpokenText, parse_lexicon, spoken_form

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "spoken_de.toml"
SPEAKABLE = re.compile(r"[^\W\d_ªº]+(?:'[^\W\d_ªº]+)*")


def golden() -> list[tuple[str, str, str]]:
    table = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))
    return [(theme, shown, spoken) for theme, rows in table.items() for shown, spoken in rows]


def policy_of(theme: str) -> GenderPolicy:
    name = theme.removeprefix("gender_")
    return "paarform" if name == "paarform" else "pause" if name == "pause" else "neutral"


def assert_speakable(spoken: SpokenText) -> None:
    """Words of letters, single blanks, pause marks right behind a word: nothing else."""
    for token in spoken.text.split(" ") if spoken.text else []:
        word = token.rstrip(",;:.!?")
        assert SPEAKABLE.fullmatch(word), f"{token!r} in {spoken.text!r}"
        assert len(token) - len(word) <= 1, token


def assert_linked(display: str, spoken: SpokenText) -> None:
    """Links rise, do not overlap, leave out no shown character and no spoken word."""
    if not spoken.links:
        assert spoken.text == ""
        return
    at_display = at_spoken = 0
    for link in spoken.links:
        assert display[at_display : link.display_start].strip() == ""
        assert re.fullmatch(r"[,;:.!? ]*", spoken.text[at_spoken : link.spoken_start])
        assert link.display_start < link.display_end <= len(display)
        assert link.spoken_start < link.spoken_end <= len(spoken.text)
        at_display, at_spoken = link.display_end, link.spoken_end
    assert display[at_display:].strip() == ""
    assert re.fullmatch(r"[,;:.!? ]*", spoken.text[at_spoken:])


@pytest.mark.parametrize(("theme", "shown", "expected"), golden())
def test_a_newsreader_says_it_like_this(theme: str, shown: str, expected: str) -> None:
    spoken = spoken_form(shown, gender=policy_of(theme))
    assert spoken.text == expected
    assert_speakable(spoken)
    assert_linked(shown, spoken)


def test_there_are_enough_golden_cases_and_none_twice() -> None:
    shown = [(theme if theme.startswith("gender") else "", text) for theme, text, _ in golden()]
    assert len(shown) >= 300
    assert len(set(shown)) == len(shown)


NUMBERS = st.one_of(
    st.integers(0, 10**13).map(str),
    st.integers(0, 10**9).map(lambda n: f"{n:,}".replace(",", ".")),
    st.tuples(st.integers(0, 9999), st.integers(0, 999)).map(lambda pair: f"{pair[0]},{pair[1]}"),
    st.tuples(st.integers(0, 40), st.integers(0, 15)).map(lambda pair: f"{pair[0]}.{pair[1]}."),
    st.tuples(st.integers(0, 30), st.integers(0, 70)).map(lambda pair: f"{pair[0]}.{pair[1]:02} Uhr"),
    st.tuples(st.integers(0, 30), st.integers(0, 70)).map(lambda pair: f"{pair[0]}:{pair[1]:02}"),
    st.tuples(st.integers(0, 2050), st.sampled_from("–-/:"), st.integers(0, 2050)).map(lambda t: f"{t[0]}{t[1]}{t[2]}"),
    st.integers(0, 2100).map(lambda n: f"{n}."),
)
SIGNS = st.sampled_from(list("§%€$&+=/–-—*#@()[]„“\"'’»«…•·|<>~^`_{}²³½¼¾°µ№©®™✓→🎉👍🏽\u200b\u00ad\ufe0f½٣Ⅷ"))
WORDS = st.sampled_from(
    "Der die am im bis ab Freitag Mo Fr. So Dezember Karl VIII. II. IV ÖPNV KI vhs KVHS GmbH BAföG Lkw TÜV Hauptstr. "
    "Bürger*innen Bürger:innen Sachbearbeiter*in ein*e jede*r (m/w/d) BürgerInnen "
    "www.kreis.example/a?b=1 a.b@kreis.example +49 06151/881-0 112 "
    "L3114 St X71 E-Mail D-64283 Roth é ß 10-Euro-Schein 50-jährig 3x z.B. u.a. Nr ca Mio geht's".split()
)
INVENTORY = st.one_of(
    st.sampled_from([entry.written for entry in ABBREVIATIONS]),
    st.sampled_from([unit.written for unit in UNITS]),
    NUMBERS,
    SIGNS,
    WORDS,
)
TEXTS = st.lists(st.tuples(INVENTORY, st.sampled_from(["", " ", " ", "\n\n", "\u00a0"])), max_size=8).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["neutral", "paarform", "pause"]))
@example("1²Ⅷ٣", "neutral")
@example("…", "neutral")
def test_no_digit_symbol_or_abbreviation_survives_in_any_combination(shown: str, policy: GenderPolicy) -> None:
    spoken = spoken_form(shown, gender=policy)
    assert_speakable(spoken)
    assert_linked(shown, spoken)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
@example("a\N{HEBREW LETTER SHIN WITH SHIN DOT}")  # composing takes it apart
def test_any_text_at_all_becomes_words_or_nothing(shown: str) -> None:
    spoken = spoken_form(shown)
    assert_speakable(spoken)
    assert_linked(shown, spoken)


@pytest.mark.parametrize("entry", ABBREVIATIONS, ids=lambda entry: entry.written)
def test_every_abbreviation_of_the_inventory_is_spoken_out(entry: Abbreviation) -> None:
    written = entry.written
    shown = f"Das ist {written} {'5 ' if written in {'Art.', 'S.', 'Kl.', 'Jg.'} else ''}Gäste wert"
    spoken = spoken_form(shown).text
    assert not re.search(rf"(?<!\w){re.escape(written)}(?!\w)", spoken), spoken
    assert entry.spoken.split()[0].lower() in spoken.lower()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.written)
def test_every_unit_of_the_inventory_is_spoken_out(unit: Unit) -> None:
    spoken = spoken_form(f"Es sind 5 {unit.written} mehr").text
    assert unit.many in spoken, spoken


def test_a_spoken_word_leads_back_to_what_is_shown() -> None:
    shown = "Am 24.12.2026 um 10.30 Uhr (Bürger*innen) für 1,9 Mio. Euro."
    spoken = spoken_form(shown)

    def seen(word: str) -> str:
        start, end = spoken.to_display(spoken.text.index(word))
        return shown[start:end]

    assert seen("Dezember") == "24.12.2026"
    assert seen("zweitausendsechsundzwanzig") == "24.12.2026"
    assert seen("dreißig") == "10.30 Uhr"
    assert seen("Bürger,") == "(Bürger*innen)"
    assert seen("neun ") == "1,9"
    assert seen("Millionen") == "Mio."
    assert seen("Euro") == "Euro."


def test_a_shown_word_leads_to_its_spoken_words() -> None:
    shown = "Die Linie 671 – neu – fährt 😀 ab 1. März."
    spoken = spoken_form(shown)

    def said(word: str) -> str:
        start, end = spoken.to_spoken(shown.index(word), shown.index(word) + len(word))
        return spoken.text[start:end]

    assert said("671") == "sechshunderteinundsiebzig"
    assert said("1.") == "ersten"
    assert said("März.") == "März"
    assert said("😀") == "fährt"


def test_every_shown_word_has_a_place_in_the_spoken_text() -> None:
    for _, shown, _ in golden():
        spoken = spoken_form(shown)
        last = 0
        for met in re.finditer(r"\S+", shown):
            start, end = spoken.to_spoken(*met.span())
            assert last <= start < end <= len(spoken.text), (shown, met[0])
            last = start


def test_the_empty_text_and_a_lone_emoji_say_nothing() -> None:
    for shown in ("", "   ", "😀", "–", "„“"):
        assert spoken_form(shown) == SpokenText("", ())
    assert spoken_form("😀").to_display(0) == (0, 0)


def test_the_lexicon_goes_before_every_rule_and_brings_its_sounds() -> None:
    lexicon = parse_lexicon('[[entry]]\nwritten = "KI"\nspoken = "Künstliche Intelligenz"\nipa = "kaːʔiː"\n')
    spoken = spoken_form("Die KI-Woche der KI.", lexicon)
    assert spoken.text == "Die Künstliche Intelligenz Woche der Künstliche Intelligenz."
    assert [link.ipa for link in spoken.links if link.ipa] == ["kaːʔiː", "kaːʔiː"]


def test_speaking_a_programme_takes_well_under_a_second() -> None:
    text = " ".join(shown for _, shown, _ in golden())[:3000]
    spoken_form(text)
    started = time.process_time()
    spoken_form(text)
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    "shown",
    [
        "Verkehrsinfrastrukturfinanzierungsgesellschaft",
        "B" + "a" * 300,
        "Aa" * 150,
        "Aa*" * 100,
        "am 1., " * 60,
        "1. 2. 3. " * 30,
        "Freitag, " * 60 + "5. Mai",
        "10, 11, " * 40,
        "große " * 150 + "3. Klasse",
        "1-" * 150,
        "a.b-" * 100,
        "0 " * 150,
        "1 000 " * 80,
        "(" * 300,
        "\n" * 1000,
    ],
    ids=lambda shown: shown[:12],
)
def test_no_text_however_odd_keeps_the_reader_busy(shown: str) -> None:
    started = time.process_time()
    spoken_form(shown)
    split(shown)
    assert time.process_time() - started < 0.5


def test_an_empty_lexicon_changes_nothing() -> None:
    assert spoken_form("Die NGB fährt.", Lexicon(())) == spoken_form("Die NGB fährt.")


def test_words_in_scripts_that_a_german_voice_spells_are_left_out() -> None:
    assert spoken_form("Impfaktion 💉 im Kreishaus مرحبا, heute Привет.").text == "Impfaktion im Kreishaus, heute."
    assert spoken_form("10 µg Ångström und Čapek").text.endswith("Ångström und Čapek")
