# SPDX-License-Identifier: EUPL-1.2
"""config.toml → frozen slices, one per stage. An unknown key is an error; a stage sees only its own slice.

The defaults stand here and nowhere else; a test holds the commented `config.toml` against them. Relative paths are relative
to the folder of the configuration file.
"""

import re
import tomllib
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from pipeline.errors import ConfigError
from pipeline.strict import read as read

Language = Literal["de", "en"]
Format = Literal["16x9", "9x16", "1x1"]


@dataclass(frozen=True, slots=True)
class NewsroomSettings:
    """Who speaks: shown on screen, spoken in the greeting, written into the metadata."""

    name: str = "Landkreis Beispielheim"
    programme: str = "Kreis kompakt"
    language: Language = "de"
    timezone: str = "Europe/Berlin"
    restraint: tuple[str, ...] = ()
    """Periods of restraint before elections, each "YYYY-MM-DD/YYYY-MM-DD"."""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One newsletter. `url` is an http(s) address or a file; `name` is made from it where empty."""

    kind: Literal["feed", "mail", "page", "imap"]
    url: str
    name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """What may be fetched, and how patiently. Sizes in bytes, times in seconds."""

    allow_private_hosts: tuple[str, ...] = ()
    proxy: str = ""
    ca_file: str = ""
    contact: str = ""
    """A mail address or web page for the user agent, so that a webmaster knows whom to ask."""
    deadline_seconds: float = 15.0
    max_text_bytes: int = 5_000_000
    max_picture_bytes: int = 15_000_000


@dataclass(frozen=True, slots=True)
class RundownSettings:
    """What becomes a bulletin. `shape` is one bulletin per edition or one per item."""

    shape: Literal["edition", "item"] = "edition"
    max_stories: int = 4
    max_age_days: int = 7
    allow_tenders: bool = False
    allow_meetings: bool = False
    languages: tuple[str, ...] = ()
    """Further languages, each as a bulletin of its own ("en")."""


@dataclass(frozen=True, slots=True)
class OpenAIWriterSettings:
    """Any OpenAI-compatible server. The key stands in the environment variable named by `api_key_env`, or in a file."""

    base_url: str = ""
    model: str = ""
    api_key_env: str = "NEWSREEL_LLM_KEY"
    api_key_file: str = ""
    allow_remote: bool = False
    timeout_seconds: float = 180.0
    max_calls: int = 60
    """This and the next two are per day, over all runs."""
    max_tokens: int = 200_000
    max_cost_eur: float = 1.0
    price_in: float = 0.0
    """Euro per million prompt tokens."""
    price_out: float = 0.0
    """Euro per million answer tokens."""
    temperature: float = 0.2
    seed: int = 7


@dataclass(frozen=True, slots=True)
class ScriptSettings:
    """How the script is written. `writer` "auto" takes the language model where one is configured, else the extract writer."""

    writer: Literal["auto", "openai", "extract"] = "auto"
    profile: Literal["news", "plain", "en"] = "news"
    target_seconds: float = 100.0
    greeting: str = "Guten Tag und willkommen zu {programme}, den Nachrichten aus dem {name}."
    signoff: str = "Das war {programme}."
    ai_notice: str = "Ich bin eine KI-Stimme. Den Text verantwortet die Pressestelle."


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """Who speaks. "auto" takes the best engine that is installed."""

    engine: str = "auto"
    voice: str = ""
    fallback: str = "espeak"
    lexicon: str = ""
    """A lexikon.toml; where empty, the one of the design pack."""
    gender: Literal["neutral", "paarform", "pause"] = "neutral"
    base_url: str = ""
    model: str = ""
    api_key_env: str = "NEWSREEL_VOICE_KEY"
    allow_remote: bool = False


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """How it sounds. Profiles: web −16 LUFS, social −14, broadcast −23."""

    profile: Literal["web", "social", "broadcast"] = "web"
    jingle: bool = True
    bed: bool = True


@dataclass(frozen=True, slots=True)
class PresenterSettings:
    """Who is seen. `avatar` names a folder under avatars/, or is the path of one."""

    avatar: str = "anna"
    engine: Literal["auto", "rig2d", "photo", "command"] = "auto"
    """"auto" is the kind that the folder names; "command" calls a program of yours for any folder with a drawing."""
    command: tuple[str, ...] = ()
    """The program and its arguments; {audio}, {timing}, {folder}, {out}, {frames} and others are filled in."""
    time_limit_seconds: float = 3600.0
    """Per film; a program that takes longer is stopped and the drawn presenter is seen."""
    backing: Literal["alpha", "matte", "chroma", "opaque"] = "alpha"
    """What stands behind the figure in the program's video."""
    key: str = "#00FF00"
    """The colour of a chroma ground."""


@dataclass(frozen=True, slots=True)
class DesignSettings:
    """How it looks. `pack` names a folder under assets/, or is the path of one."""

    pack: str = "beispielheim"


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """What is encoded. `jobs` 0 means one per core. CRF as x264 understands it."""

    formats: tuple[Format, ...] = ("16x9",)
    burned_captions: tuple[Format, ...] = ("9x16", "1x1")
    crf: int = 21
    preset: str = "studio"
    jobs: int = 0
    small: bool = True
    """True: a rendition of 720 lines of the wide film, which pages offer to narrow screens."""
    watermark: bool = True
    """True: an imperceptible mark that names the bulletin (`newsreel detect`)."""


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """Who decides. With four eyes the last author of the words is not their approver."""

    four_eyes: bool = True
    script_first: bool = False
    alone: bool = False
    """True: the last author may approve alone, with a reason that the ledger keeps."""
    window_minutes: int = 60
    """How late a scheduled release may be; after that it holds and a person decides."""
    names_days: int = 365
    """Days after publication after which names give way to pseudonyms; 0 keeps them."""
    measure_minutes: bool = False
    """True: the desk adds up active minutes per bulletin, without names."""


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """Whom to tell that somebody is waited for. Nothing is sent while `smtp_host` and `webhook` are empty."""

    to: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()
    """Mail addresses that get reminders from the second one of a day on."""
    desk_url: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password_env: str = "NEWSREEL_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
    sender: str = ""
    webhook: str = ""
    webhook_secret_env: str = "NEWSREEL_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable
    remind_at: tuple[str, ...] = ()
    """Hours of the newsroom's clock ("09:00") at which open drafts are named once more."""
    expect_days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    expect_by: str = "07:00"
    holidays: tuple[str, ...] = ()
    """Days ("2026-12-25") on which no edition is expected and nobody is reminded."""


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """Single sign-on by OpenID Connect. Off while `issuer` is empty."""

    issuer: str = ""
    client_id: str = ""
    client_secret_env: str = "NEWSREEL_OIDC_SECRET"  # noqa: S105 - the name of a variable
    name_claim: str = "name"
    roles_claim: str = "groups"


@dataclass(frozen=True, slots=True)
class LoginSettings:
    """How people come in besides name and password. `header` counts only from the addresses in `proxies`."""

    passwords: bool = True
    header: str = ""
    roles_header: str = ""
    proxies: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    """Which group gives which role: "presse=redaktion". Without any, accounts and their roles are made at the desk."""
    oidc: OidcSettings = field(default_factory=OidcSettings)


@dataclass(frozen=True, slots=True)
class TargetSettings:
    """One place of publication."""

    kind: str
    path: str = ""
    name: str = ""
    base_url: str = ""
    url: str = ""
    """Where it is sent: sftp://user@host/folder, s3://bucket/folder, https://host/dav, https://peertube.example."""
    user: str = ""
    password_env: str = ""
    key_file: str = ""
    known_hosts: str = ""
    endpoint: str = ""
    region: str = ""
    channel: int = 0


@dataclass(frozen=True, slots=True)
class ProvenanceSettings:
    """What proves where a film comes from. `keys` is a folder with chain.pem and key.pem (`newsreel keys init`)."""

    keys: str = "keys"
    time_stamp_url: str = ""


@dataclass(frozen=True, slots=True)
class PermissionSettings:
    """Leave to show pictures in video: a credit, or the beginning of one; on what grounds; the last day (empty: for good)."""

    credit: str
    grounds: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class KeepSettings:
    """Where things are kept. `ledger` is a path or a database URL; where empty, ledger.sqlite in `output`.

    After `working_days` days `newsreel tidy` forgets what only saves work, and what models answered; 0 keeps it.
    """

    output: str = "output"
    ledger: str = ""
    working_days: int = 90
    schema: str = ""
    """On a database server: the schema with this newsroom's tables; empty: public."""
    store: str = ""
    """A folder that machines share, or s3://bucket/folder; empty: store in `output`."""
    cache: str = ""
    """The folder of this machine that keeps copies of what lies on S3; empty: cache in `output`."""
    store_endpoint: str = ""
    store_region: str = ""
    store_user: str = ""
    store_password_env: str = "NEWSREEL_STORE_SECRET"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, slots=True)
class FleetSettings:
    """What a newsroom may take of a fleet's workers; 0 means no limit."""

    at_once: int = 0
    bulletins_per_night: int = 0


@dataclass(frozen=True, slots=True)
class WriterSettings:
    """Settings of the writers, one table per engine."""

    openai: OpenAIWriterSettings = field(default_factory=OpenAIWriterSettings)


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration. `home` is the folder that relative paths are relative to."""

    home: Path
    newsroom: NewsroomSettings = field(default_factory=NewsroomSettings)
    sources: tuple[SourceSettings, ...] = ()
    fetch: FetchSettings = field(default_factory=FetchSettings)
    rundown: RundownSettings = field(default_factory=RundownSettings)
    script: ScriptSettings = field(default_factory=ScriptSettings)
    writer: WriterSettings = field(default_factory=WriterSettings)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    presenter: PresenterSettings = field(default_factory=PresenterSettings)
    design: DesignSettings = field(default_factory=DesignSettings)
    video: VideoSettings = field(default_factory=VideoSettings)
    review: ReviewSettings = field(default_factory=ReviewSettings)
    notice: NoticeSettings = field(default_factory=NoticeSettings)
    login: LoginSettings = field(default_factory=LoginSettings)
    targets: tuple[TargetSettings, ...] = ()
    provenance: ProvenanceSettings = field(default_factory=ProvenanceSettings)
    permissions: tuple[PermissionSettings, ...] = ()
    keep: KeepSettings = field(default_factory=KeepSettings)
    fleet: FleetSettings = field(default_factory=FleetSettings)

    def path(self, written: str) -> Path:
        """Give a path as the configuration means it: absolute, or relative to the configuration's folder."""
        return self.home / Path(written).expanduser()


def load(file: Path) -> Settings:
    """Read config.toml → Settings. Raises ConfigError naming the key and what to write instead."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            f"There is no configuration file {file}.", "Write one with `newsreel init DIR`, or name one with --config FILE."
        ) from None
    except (ValueError, RecursionError) as wrong:  # no TOML, no UTF-8, numbers of thousands of digits, thousands of brackets
        raise ConfigError(f"{file} is not valid TOML: {wrong}.", "Mend that line and run again.") from wrong
    except OSError as wrong:
        raise ConfigError(f"{file} cannot be read: {wrong.strerror}.", "Check the file's rights.") from wrong
    if "home" in table:
        raise ConfigError(f"Unknown key “home” in {file}.", "Remove it.")
    settings = read(Settings, {**table, "home": file.resolve().parent}, str(file))
    _check(settings, file)
    return settings


def _check(settings: Settings, file: Path) -> None:
    """Refuse values that no stage could work with. Raises ConfigError."""
    if not 1 <= settings.rundown.max_stories <= 8:
        raise ConfigError(f"{file}: rundown: max_stories is {settings.rundown.max_stories}.", "It must be between 1 and 8.")
    if not 20 <= settings.script.target_seconds <= 1200:
        raise ConfigError(
            f"{file}: script: target_seconds is {settings.script.target_seconds:g}.", "It must be between 20 and 1200."
        )
    for hour in (*settings.notice.remind_at, settings.notice.expect_by):
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", hour):
            raise ConfigError(f"{file}: notice: {hour!r} is no time of day.", 'Write it like "09:00".')
    for period in settings.newsroom.restraint:
        start, _, end = period.partition("/")
        if not _is_day(start) or not _is_day(end) or end < start:
            raise ConfigError(f"{file}: newsroom: restraint is {period!r}.", 'Write each period as "2026-02-01/2026-03-15".')
    for permission in settings.permissions:
        if permission.until and not _is_day(permission.until):
            raise ConfigError(f"{file}: permissions: until is {permission.until!r}.", 'Write it like "2027-12-31".')
    if settings.fleet.at_once < 0 or settings.fleet.bulletins_per_night < 0:
        raise ConfigError(f"{file}: fleet: a limit is below 0.", "Write 0 for no limit.")
    if not settings.video.formats:
        raise ConfigError(f"{file}: video: formats is empty.", 'Name at least one of "16x9", "9x16", "1x1".')


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def with_home(settings: Settings, home: Path) -> Settings:
    """Give the same settings as if their file stood in another folder."""
    return replace(settings, home=home)
