# SPDX-License-Identifier: EUPL-1.2
"""Choose the engines by name, and cut the settings into the slices that the stages see."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipeline.delivery.pages import Imprint
from pipeline.dressing import fitting_voices, named, open_props, presenter_folder, refuse_unfit
from pipeline.engines.crew import ForkCrew
from pipeline.engines.extract_writer import ExtractWriter
from pipeline.engines.folder_target import FolderTarget
from pipeline.engines.voices import OpenVoice, VoiceName, chosen, in_language, open_voice
from pipeline.errors import ConfigError, EngineError
from pipeline.guarded import GuardedSource
from pipeline.keep import folders, people
from pipeline.keep.ledger import Called, Ledger
from pipeline.keep.store import Store
from pipeline.language.captions import Ruler
from pipeline.language.lexicon import Entry, Lexicon, parse_lexicon
from pipeline.language.pace import Pace
from pipeline.language.spoken import spoken_form
from pipeline.language.templates import Wording, words_for
from pipeline.model import FPS, Rundown, Speech
from pipeline.picture.design import Design, base_of, load_design
from pipeline.ports import Crew, Encoder, Messenger, Reducer, Signer, Source, Target, Utterance, Voice, Writer
from pipeline.settings import Settings, TargetSettings
from pipeline.stages.cue import RULERS, CueSettings

if TYPE_CHECKING:  # the openai client takes half a second to import, the check a whole one; what speaks and paints takes 60 MB
    from pipeline.engines.llm_budget import Budget, Usage
    from pipeline.stages.check import CheckSettings
    from pipeline.stages.pack import PackSettings
    from pipeline.stages.render import Props, RenderSettings
    from pipeline.stages.speak import SpeakSettings
    from pipeline.stages.write import Profile, WriteSettings

OPENER_FRAMES, CLOSER_FRAMES = 75, 160  # SPEC section 8
REMOTE = ("sftp", "s3", "webdav", "peertube")
SYNTHETIC = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"
TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"


@dataclass(frozen=True, slots=True)
class Engines:
    """Who makes a bulletin."""

    writer: Writer
    extract: Writer
    voice: Voice
    reference: Voice
    props: "Props"
    encoder: Encoder
    crew: Crew
    signer: Signer | None = None
    reducer: Reducer | None = None


@dataclass(frozen=True, slots=True)
class Slices:
    """What each stage sees of the settings."""

    write: "WriteSettings"
    check: "CheckSettings"
    speak: "SpeakSettings"
    cue: CueSettings
    render: "RenderSettings"
    pack: "PackSettings"


def open_store(to: Settings) -> Store:
    """Open the store of the configuration: in the output folder, in a folder that machines share, or on S3."""
    place = to.keep.store
    if not place.startswith("s3://"):
        return Store(to.path(place or f"{to.keep.output}/store"))
    from pipeline.engines.s3_vault import open_vault
    from pipeline.keep.vaulted import VaultedStore

    ca_file = str(to.path(to.fetch.ca_file)) if to.fetch.ca_file else ""
    return VaultedStore(to.path(to.keep.cache or f"{to.keep.output}/cache"), open_vault(to.keep, ca_file))


@dataclass(slots=True)
class Cast:
    """All engines of a newsroom, opened when first asked for."""

    settings: Settings
    store: Store
    ledger: Ledger
    _voice: OpenVoice | None = field(default=None, repr=False)
    _design: Design | None = field(default=None, repr=False)
    _props: "Props | None" = field(default=None, repr=False)
    _budget: "Budget | None" = field(default=None, repr=False)

    def close(self) -> None:
        """Stop what was started."""
        if self._voice is not None:
            self._voice.close()

    # ---- at the edges

    def sources(self, day: date) -> tuple[Source, ...]:
        """Open the sources of the configuration; they share one fetcher, so that a dead host is asked twice in all."""
        from pipeline.engines.feed_source import feed_source  # what only the night needs stays out of the desk's memory
        from pipeline.engines.fetch import Fetcher
        from pipeline.engines.imap_source import imap_source
        from pipeline.engines.mail_source import mail_source
        from pipeline.engines.page_source import page_source

        to = self.settings
        ca_file = str(to.path(to.fetch.ca_file)) if to.fetch.ca_file else ""
        fetch = Fetcher(replace(to.fetch, ca_file=ca_file))
        opened: list[Source] = []
        for source in to.sources:
            if source.kind == "feed":
                opened.append(feed_source(source, to.home, to.rundown.max_age_days, fetch, to.newsroom.timezone))
            elif source.kind == "mail":
                opened.append(mail_source(source, to.home, to.rundown.max_age_days, fetch, to.newsroom.timezone))
            elif source.kind == "page":
                opened.append(page_source(source, to.home, to.rundown.max_age_days, fetch, to.newsroom.timezone))
            elif source.kind == "imap":
                opened.append(imap_source(source, to.home, to.rundown.max_age_days, fetch, to.newsroom.timezone))
            else:
                opened.append(_plugged("newsreel.sources", source.kind)(source, to, fetch))
        return tuple(GuardedSource(source) for source in opened)

    def targets(self) -> tuple[Target, ...]:
        """Open the targets of the configuration."""
        return tuple(self._target(target) for target in self.settings.targets)

    def messengers(self) -> tuple[Messenger, ...]:
        """Open the ways on which notices go out; none where nothing is configured."""
        from pipeline.engines.smtp_notice import open_smtp
        from pipeline.engines.webhook_notice import open_webhook

        to, fetch = self.settings.notice, self.settings.fetch
        ca_file = str(self.settings.path(fetch.ca_file)) if fetch.ca_file else ""
        opened: list[Messenger] = []
        if to.smtp_host:
            password = os.environ.get(to.smtp_password_env, "")
            opened.append(open_smtp(to, self.settings.newsroom.programme, password, ca_file))
        if to.webhook:
            opened.append(open_webhook(to.webhook, os.environ.get(to.webhook_secret_env, ""), fetch.proxy, ca_file))
        return tuple(opened)

    def _target(self, target: TargetSettings) -> Target:
        if target.kind == "folder":
            if not target.path:
                raise ConfigError("A folder target has no path.", 'Add path = "…" to [[targets]].')
            path = self.settings.path(target.path)
            return FolderTarget(target.name or str(path.name), path, target.base_url)
        if target.kind in REMOTE:
            from pipeline.engines.remote_targets import open_remote

            ca_file = str(self.settings.path(self.settings.fetch.ca_file)) if self.settings.fetch.ca_file else ""
            return open_remote(target, self.settings.path, ca_file, self.settings.fetch.proxy)
        made: Target = _plugged("newsreel.targets", target.kind)(target, self.settings)
        return made

    # ---- for one bulletin

    def engines(self, bulletin: str, told: Callable[[float], None] | None = None) -> Engines:
        """Give the engines that make a bulletin. Raises ConfigError where one is not known or not installed.

        `told` hears which share of a film (0..1) is painted and encoded.
        """
        from pipeline.engines.pyav_reducer import PyavReducer

        now = self.ledger.clock().astimezone(ZoneInfo(self.settings.newsroom.timezone))
        refuse_unfit(presenter_folder(self.settings), now.date())
        video = self.settings.video
        voice = self.voice()
        extract = ExtractWriter()
        return Engines(
            writer=self.writer(bulletin) or extract,
            extract=extract,
            voice=voice.voice,
            reference=voice.reference,
            props=self.props(),
            encoder=self.encoder(bulletin),
            crew=ForkCrew(video.jobs, told=told),
            signer=self.signer(),
            reducer=PyavReducer(films=video.small),
        )

    def encoder(self, bulletin: str) -> Encoder:
        """Give the encoder of a bulletin's films, which carry its watermark."""
        from pipeline.engines.pyav_encoder import PyavEncoder
        from pipeline.picture.watermark import code_of

        video = self.settings.video
        return PyavEncoder(video.crf, video.preset, mark=code_of(bulletin) if video.watermark else None)

    def signer(self) -> Signer | None:
        """Open the keys that sign films; None where the newsroom has none. Raises ConfigError where they are incomplete."""
        from pipeline.engines.c2pa_signer import open_signer

        return open_signer(self.settings.path(self.settings.provenance.keys), self.settings.provenance.time_stamp_url)

    def announcements(self) -> Iterator[str]:
        """Say in one line each what an operator should know before a run."""
        if self.settings.script.writer == "auto" and not self.settings.writer.openai.base_url:
            yield "No language model is configured ([writer.openai]); scripts are excerpts of the newsletter (“Auszug”)."
        voice = self.voice()
        if self.settings.voice.voice:
            try:
                voice.voice.speak(Utterance("Guten Tag.", voice.named(self.settings.newsroom.language)))
            except EngineError as wrong:
                raise ConfigError(f"[voice] voice: {wrong.message}", wrong.hint) from wrong
        if self.settings.voice.engine == "auto":
            yield f"Voice: {voice.voice.name} ({voice.why})."

    def writer(self, bulletin: str) -> Writer | None:
        """Open the language model, None where the extract writer is asked for or none is configured."""
        to = self.settings
        if to.script.writer == "extract" or (to.script.writer == "auto" and not to.writer.openai.base_url):
            return None
        from pipeline.engines.llm_budget import budget_of
        from pipeline.engines.openai_writer import Call, open_writer

        if self._budget is None:
            self._budget = budget_of(to.writer.openai, self._spent)

        def record(call: Call) -> None:
            answer = (call.prompt_tokens, call.answer_tokens, call.raw, call.outcome, call.seconds)
            self.ledger.record_call(Called(bulletin, call.host, call.model, call.prompt, call.parameters, *answer))

        ca_file = str(to.path(to.fetch.ca_file)) if to.fetch.ca_file else ""
        return open_writer(to.writer.openai, to.home, self._budget, record, to.fetch.proxy, ca_file)

    def _spent(self) -> "Usage":
        """Give what the language model has taken on this day (in the newsroom's time zone), over all runs."""
        from pipeline.engines.llm_budget import Usage

        now = self.ledger.clock().astimezone(ZoneInfo(self.settings.newsroom.timezone))
        return Usage(*self.ledger.spent(now.replace(hour=0, minute=0, second=0, microsecond=0)))

    def voice(self) -> OpenVoice:
        """Open the voice of the configuration, with its fallback and the reference that times it."""
        if self._voice is None:
            fitting = fitting_voices(presenter_folder(self.settings))
            self._voice = open_voice(self.settings.voice, fitting, self.settings.home)
        return self._voice

    def pace(self, language: str) -> Pace:
        """Give the pace of the voice in a language, as it was heard."""
        from pipeline.pacing import pace_of

        opened = self.voice()
        return pace_of(opened.voice, opened.named(language), language, opened.pace, self.store)

    def voices(self) -> tuple[VoiceName, ...]:
        """List the voices that are installed."""
        return self.voice().listed()

    def say(self, text: str, to: Path) -> tuple[float, str, str]:
        """Speak one sentence to a WAV file → (seconds, voice, spoken form)."""
        from pipeline.sound.wav import write_wav

        language = self.settings.newsroom.language
        spoken = spoken_form(text, self.lexicon(), self.settings.voice.gender, language).text
        opened = self.voice()
        uttered = opened.voice.speak(Utterance(spoken, opened.named(language), language))
        try:
            to.write_bytes(write_wav(uttered.pcm, uttered.sample_rate))
        except OSError as wrong:
            raise ConfigError(f"{to} cannot be written: {wrong.strerror}.", "Name another file with --to.") from wrong
        return len(uttered.pcm) / uttered.sample_rate, uttered.voice, spoken

    # ---- what stands on the stage

    def design(self) -> Design:
        """Read the design pack and the one that it extends."""
        if self._design is None:
            self._design = self._read_design()
        return self._design

    def _read_design(self) -> Design:
        layers = [folders.read(folders.find("assets", self.settings.design.pack, self.settings.home)).files]
        while (base := base_of(layers[0])) and len(layers) < 8:
            layers.insert(0, folders.read(folders.find("assets", base, self.settings.home)).files)
        return named(load_design(*layers), self.settings.newsroom)

    def props(self) -> "Props":
        """Read design pack and presenter."""
        if self._props is None:
            self._props = open_props(self.settings, self.design())
        return self._props

    def lexicon(self) -> Lexicon:
        """Read the lexicon of the configuration or the design pack; what the desk put right comes before it."""
        own = tuple(Entry(written, spoken) for written, spoken in people.pronunciations(self.ledger))
        put_right = {entry.written for entry in own}
        return Lexicon((*own, *(entry for entry in self._read_lexicon().entries if entry.written not in put_right)))

    def _read_lexicon(self) -> Lexicon:
        named = self.settings.voice.lexicon
        if named:
            file = self.settings.path(named)
            try:
                return parse_lexicon(file.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as wrong:
                raise ConfigError(f"The lexicon {file} cannot be read: {wrong}.", "Correct [voice] lexicon.") from wrong
        content = dict(self.design().files).get("lexikon.toml")
        return parse_lexicon(content.decode("utf-8")) if content is not None else Lexicon(())

    def slices(self, rundown: Rundown, first_fit: Speech | None, take: int) -> Slices:
        """Cut the settings for a bulletin. An edit keeps rate and pauses of `first_fit`; `take` is the take of the voice."""
        from pipeline.stages.pack import PackSettings
        from pipeline.stages.render import RenderSettings
        from pipeline.stages.speak import SpeakSettings, freeze
        from pipeline.stages.write import WriteSettings

        to, props = self.settings, self.props()
        who, words = to.newsroom, self._words(rundown.language)
        voice = self.voice()
        seconds = to.script.target_seconds - (OPENER_FRAMES + CLOSER_FRAMES) / FPS
        name, role = props.design.presenter_line(props.presenter, props.gender, rundown.language)
        texts = props.design.texts(rundown.language)
        imprint = self.imprint(rundown.language)
        return Slices(
            write=WriteSettings(
                programme=who.programme,
                name=who.name,
                pace=self.pace(rundown.language),
                speech_seconds=seconds,
                profile=self._profile(rundown),
                greeting=words.greeting,
                signoff=words.signoff,
                ai_notice=words.ai_notice,
                presenter=props.presenter,
                lexicon=self.lexicon(),
                gender=to.voice.gender,
            ),
            check=self.check(rundown),
            speak=SpeakSettings(
                voice=voice.named(rundown.language),
                language=rundown.language,
                lexicon=self.lexicon(),
                gender=to.voice.gender,
                speech_seconds=seconds,
                fitting=tuple(f"{engine}:{in_language(engine, name, rundown.language)}" for engine, name in props.rig.voices),
                frozen=freeze(first_fit) if first_fit is not None else None,
                take=take,
            ),
            cue=CueSettings(OPENER_FRAMES, CLOSER_FRAMES, name, role, self.rulers()),
            render=RenderSettings(
                formats=to.video.formats,
                burned=to.video.burned_captions,
                title=rundown.title,
                comment=f"{texts.label}. {words.ai_notice}",
                profile=to.sound.profile,
                jingle=to.sound.jingle,
                bed=to.sound.bed,
            ),
            pack=PackSettings(imprint, texts.credit, self.source_type(), to.video.watermark, to.permissions),
        )

    def imprint(self, language: str) -> Imprint:
        """Say who publishes and in which words the artificial origin is named; the one place for label and notice."""
        who, design = self.settings.newsroom, self.design()
        label, notice, colours = design.texts(language).label, self._words(language).ai_notice, design.palette
        return Imprint(who.programme, who.name, label, notice, colours.ink, colours.core, colours.accent)

    def source_type(self) -> str:
        """Give the digital source type (IPTC) of what the configured engines make."""
        to = self.settings
        engine, _ = chosen(to.voice, fitting_voices(presenter_folder(to)), to.home)
        trained = bool(to.writer.openai.base_url) or engine in ("piper", "openai")
        return TRAINED if trained else SYNTHETIC

    def _words(self, language: str) -> Wording:
        """Give greeting, farewell and notice in a language."""
        who, to = self.settings.newsroom, self.settings.script
        house = Wording(who.programme, who.name, "", to.greeting, to.signoff, to.ai_notice)
        return words_for(house, language, "en" if to.profile == "en" else who.language)

    def _profile(self, rundown: Rundown) -> "Profile":
        """Give the profile of a bulletin: its language decides whether it is the English one."""
        wanted = self.settings.script.profile
        return "en" if rundown.language == "en" else "news" if wanted == "en" else wanted

    def rulers(self) -> tuple[Ruler, ...]:
        """Measure caption lines: by characters in files, by pixels too where they are burned in."""
        from pipeline.picture.text import caption_widths

        design = self.design()
        measured = {str(form): caption_widths(design, form) for form in self.settings.video.burned_captions}
        return tuple(replace(r, room=m[0], advances=m[1]) if (m := measured.get(r.use)) else r for r in RULERS)

    def check(self, rundown: Rundown) -> "CheckSettings":
        """Cut the settings of the check alone: the desk checks on every save and needs no voice and no presenter for it."""
        from pipeline.stages.check import CheckSettings

        periods = (text.split("/") for text in self.settings.newsroom.restraint)
        restrained = any(start <= rundown.day.isoformat() <= end for start, end in periods)
        return CheckSettings(day=rundown.day, restraint=restrained, profile=self._profile(rundown))


def _plugged(group: str, name: str):  # type: ignore[no-untyped-def]  # third parties bring their own factories
    """Find an engine that another package brings. Raises ConfigError with the known names."""
    found = {entry.name: entry for entry in entry_points(group=group)}
    if name not in found:
        raise ConfigError(
            f"There is no {group.split('.')[1][:-1]} of kind “{name}”.",
            f"Installed besides the built-in ones: {', '.join(found) or 'none'}.",
        )
    return found[name].load()
