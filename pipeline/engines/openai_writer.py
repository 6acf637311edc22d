# SPDX-License-Identifier: EUPL-1.2
"""The writer behind any OpenAI-compatible server: chat.completions only, an explicit address, no promise believed.

The ladder: json_schema → json_object → plain text. On each rung an answer is validated strictly; what does not pass is asked
again one rung lower. At most six calls per item, bounded waits, caps per night on calls, tokens and cost. Where nothing
helps, EngineError; the write stage then uses the extract writer, so there is always a draft.
"""

import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeVar
from urllib.parse import urlsplit

from pipeline.engines.llm_answers import Answer, AnswerError, Fault, read_draft, read_sentence
from pipeline.engines.llm_budget import CALLS_PER_ITEM, Budget, budget_of
from pipeline.engines.llm_transport import checked_host, client, is_loopback
from pipeline.errors import ConfigError, EngineError
from pipeline.language.prompting import Prompt, draft_prompt, prompts_digest, repair_prompt
from pipeline.model import Sentence
from pipeline.ports import Brief, Draft, Repair
from pipeline.settings import OpenAIWriterSettings

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat import ChatCompletion

Read = TypeVar("Read")
Rung = Literal["json_schema", "json_object", "text"]
RUNGS: Final[tuple[Rung, ...]] = ("json_schema", "json_object", "text")

_TRIES: Final = 2
"""Tries on one rung for answers that could be better the next time (wrong schema, wrong language)."""
_DRAFT_TOKENS: Final = 2500
_REPAIR_TOKENS: Final = 500
_LONGEST_WAIT: Final = 30.0
"""Seconds that a server's Retry-After is followed at most; a nightly run must end."""

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the ledger keeps it. `prompt` is the sha256 of what was sent; `raw` the answer as it came."""

    model: str
    host: str
    prompt: str
    parameters: str
    outcome: str
    raw: str
    prompt_tokens: int
    answer_tokens: int
    seconds: float


def _unrecorded(call: Call) -> None:
    """Keep no record: what a test or `doctor` asks is not part of a bulletin."""


class _NextRungError(Exception):
    """This rung cannot be used with this server."""


class _AgainError(Exception):
    """The server could not answer this time."""

    def __init__(self, detail: str, wait: float) -> None:
        super().__init__(detail)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class OpenAIWriter:
    """Drafts by a language model. Make it with `open_writer`, which checks address and key."""

    settings: OpenAIWriterSettings
    key: str
    budget: Budget
    record: Callable[[Call], None] = _unrecorded
    proxy: str = ""
    ca_file: str = ""
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    name: str = "openai"
    excerpt: bool = False

    @property
    def fingerprint(self) -> str:
        """Name what changes the drafts: model, host, prompts and parameters."""
        to = self.settings
        return f"openai 1 {to.model} {self.host} prompts {prompts_digest()} t{to.temperature:g} s{to.seed}"

    @property
    def host(self) -> str:
        """Give the server's host, which is all that is told of its address."""
        return urlsplit(self.settings.base_url).hostname or ""

    def draft(self, brief: Brief) -> Draft:
        """Condense one item. Raises EngineError where no usable draft came back."""
        name = f"openai:{self.settings.model}"
        self.budget.begin(brief.item.id)
        return self._ladder(draft_prompt(brief), _DRAFT_TOKENS, CALLS_PER_ITEM, lambda answer: read_draft(answer, brief, name))

    def repair(self, repair: Repair) -> Sentence | None:
        """Mend one sentence; None where no usable answer came back, or the item has used up its calls."""
        prompt = repair_prompt(repair)
        if self.budget.item != repair.brief.item.id:
            self.budget.begin(repair.brief.item.id)
        if not self.budget.left():
            return None
        try:
            return self._ladder(
                prompt, _REPAIR_TOKENS, min(_TRIES, self.budget.left()), lambda answer: read_sentence(answer, repair.brief)
            )
        except EngineError as failed:
            _LOG.warning("no repair: %s", failed.message)
            return None

    def _ladder(self, prompt: Prompt, tokens: int, calls: int, read: Callable[[Answer], Read]) -> Read:
        """Ask, rung by rung, until an answer can be read. Raises EngineError."""
        left, why = calls, ""
        for rung in RUNGS:
            tries = 0
            while left > 0 and tries < _TRIES:
                left, tries = left - 1, tries + 1
                try:
                    answer, told = self._ask(prompt, rung, tokens)
                except _NextRungError as refused:
                    why = str(refused)
                    break
                except _AgainError as failed:
                    why = str(failed)
                    if left > 0:
                        self.sleep(failed.wait)
                    continue
                try:
                    result = read(answer)
                except AnswerError as unusable:
                    why = str(unusable)
                    told(unusable.fault.value)
                    if unusable.fault is Fault.TRUNCATED:
                        tokens *= 2
                    if unusable.fault in (Fault.REFUSED, Fault.EMPTY, Fault.TRUNCATED):
                        break
                    continue
                told("ok")
                return result
        raise EngineError(
            f"The language model {self.settings.model} gave no usable answer ({why}).", "The item is told as an excerpt."
        )

    def _ask(self, prompt: Prompt, rung: Rung, tokens: int) -> tuple[Answer, Callable[[str], None]]:
        """Make one call; gives the answer and how to record what became of it."""
        import openai  # takes 0.6 s

        self.budget.take()
        begun = time.monotonic()
        to = self.settings
        shown = {"temperature": to.temperature, "seed": to.seed, "max_tokens": tokens, "response_format": rung}

        def tell(outcome: str, answer: Answer) -> None:
            seconds = round(time.monotonic() - begun, 3)
            call = Call(
                to.model,
                self.host,
                prompt.digest,
                json.dumps(shown, sort_keys=True),
                outcome,
                answer.text,
                answer.prompt_tokens,
                answer.answer_tokens,
                seconds,
            )
            self.record(call)

        nothing = Answer("", "")
        try:
            with client(to.base_url, to.timeout_seconds, self.proxy, self.ca_file) as http:
                asked = openai.OpenAI(
                    api_key=self.key or "none", base_url=to.base_url, http_client=http, max_retries=0, timeout=to.timeout_seconds
                )
                answer = _answer(_completion(asked, to, prompt, rung, tokens), prompt)
        except openai.APITimeoutError as late:
            self.budget.unanswered += 1
            tell("timeout", nothing)
            raise _AgainError(f"no answer within {to.timeout_seconds:g} s", 0.0) from late
        except openai.APIConnectionError as broken:
            self.budget.unanswered += 1
            tell("unreachable", nothing)
            raise _AgainError("the server cannot be reached", 1.0) from broken
        except openai.APIStatusError as status:
            self.budget.unanswered = 0
            tell(f"http-{status.status_code}", nothing)
            raise self._refused(status.status_code, status.response.headers, rung) from status
        except (openai.OpenAIError, ValueError) as strange:
            self.budget.unanswered = 0
            tell("no-completion", nothing)
            raise _NextRungError("the server answered with something else than a completion") from strange
        self.budget.unanswered = 0
        self.budget.spend(answer.prompt_tokens, answer.answer_tokens)
        return answer, lambda outcome: tell(outcome, answer)

    def _refused(self, status: int, headers: Mapping[str, str], rung: Rung) -> Exception:
        """Say what an HTTP status means for the ladder."""
        if status in (401, 403):
            return EngineError(
                f"The language model's server refuses the key (HTTP {status}).",
                f"Check the variable {self.settings.api_key_env}.",
            )
        if status == 404:
            return EngineError(
                f"The language model's server knows no model “{self.settings.model}” (HTTP 404).",
                "Check model and base_url in [writer.openai].",
            )
        if status == 429:
            return _AgainError("too many requests (HTTP 429)", _wait(headers.get("retry-after", "")))
        if status in (408, 409) or status >= 500:
            return _AgainError(f"the server failed (HTTP {status})", 1.0)
        if rung == "text":
            return EngineError(f"The language model's server refuses the request (HTTP {status}).", "See its log.")
        return _NextRungError(f"no {rung} (HTTP {status})")


def _wait(retry_after: str) -> float:
    """Give the seconds that a server asks to wait, at most half a minute; two where it does not say."""
    try:
        return min(max(float(retry_after), 0.0), _LONGEST_WAIT)
    except ValueError:
        return 2.0


def _completion(asked: "OpenAI", to: OpenAIWriterSettings, prompt: Prompt, rung: Rung, tokens: int) -> "ChatCompletion":
    """Ask for one completion with the portable subset of parameters (research/condense.md, section 1)."""
    from openai import omit
    from openai.types.chat import ChatCompletionMessageParam, ChatCompletionSystemMessageParam, ChatCompletionUserMessageParam
    from openai.types.shared_params import ResponseFormatJSONObject, ResponseFormatJSONSchema

    messages: list[ChatCompletionMessageParam] = [
        ChatCompletionSystemMessageParam(role="system", content=m.content)
        if m.role == "system"
        else ChatCompletionUserMessageParam(role="user", content=m.content)
        for m in prompt.messages
    ]
    form: ResponseFormatJSONSchema | ResponseFormatJSONObject | None = None
    if rung == "json_schema":
        schema: dict[str, object] = json.loads(prompt.schema)
        form = ResponseFormatJSONSchema(
            type="json_schema", json_schema={"name": prompt.schema_name, "schema": schema, "strict": True}
        )
    else:
        shape = f"\n\nSCHEMA (JSON)\n{prompt.schema}"
        messages[0] = ChatCompletionSystemMessageParam(role="system", content=prompt.messages[0].content + shape)
        form = ResponseFormatJSONObject(type="json_object") if rung == "json_object" else None
    return asked.chat.completions.create(
        model=to.model,
        messages=messages,
        temperature=to.temperature,
        seed=to.seed,
        max_tokens=tokens,
        response_format=form if form is not None else omit,
    )


def _answer(completion: object, prompt: Prompt) -> Answer:
    """Read a completion without trusting its shape. Raises ValueError where it is none."""
    from openai.types.chat import ChatCompletion

    if not isinstance(completion, ChatCompletion) or not completion.choices:
        raise ValueError("no completion")
    choice = completion.choices[0]
    message = getattr(choice, "message", None)  # the client builds what it was sent, not what its types promise
    text, refusal = getattr(message, "content", None), getattr(message, "refusal", None)
    text = text if isinstance(text, str) else ""
    usage = completion.usage
    guess = sum(len(m.content) for m in prompt.messages) // 3  # a server that counts nothing still uses up the caps
    return Answer(
        text=text,
        finish=choice.finish_reason or "",
        refusal=refusal if isinstance(refusal, str) else "",
        prompt_tokens=usage.prompt_tokens if usage is not None and usage.prompt_tokens else guess,
        answer_tokens=usage.completion_tokens if usage is not None and usage.completion_tokens else len(text) // 3,
    )


def open_writer(
    settings: OpenAIWriterSettings,
    home: Path,
    budget: Budget | None = None,
    record: Callable[[Call], None] = _unrecorded,
    proxy: str = "",
    ca_file: str = "",
) -> OpenAIWriter:
    """Make the writer: address and key are checked before any text leaves. Raises ConfigError."""
    if not settings.model:
        raise ConfigError("[writer.openai] has a base_url but no model.", "Name the model as the server calls it.")
    host = checked_host(settings.base_url, settings.allow_remote)
    key = os.environ.get(settings.api_key_env, "").strip()
    if not key and settings.api_key_file:
        file = home / Path(settings.api_key_file).expanduser()
        try:
            key = file.read_text(encoding="utf-8").strip()
        except OSError as wrong:
            raise ConfigError(
                f"[writer.openai] api_key_file {file.name} cannot be read.", "Check its path and rights."
            ) from wrong
    if not key and not is_loopback(host):
        raise ConfigError(
            f"There is no key for the language model at {host}.",
            f"Put it into the variable {settings.api_key_env}, or name api_key_file.",
        )
    if budget is None:
        budget = budget_of(settings)
    return OpenAIWriter(settings, key, budget, record, proxy, ca_file)
