# SPDX-License-Identifier: EUPL-1.2
"""What operators rely on: log lines, numbers, health, service files, completion, the page of data flows."""

import json
import logging
import os
import pty
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline import cli, completion, dataflows, logs, measuring
from pipeline.desk import serving
from pipeline.desk.app import desk
from pipeline.desk.hands import Here
from pipeline.errors import ConfigError
from pipeline.keep.ledger import Called
from pipeline.newsroom import Newsroom
from pipeline.settings import KeepSettings, NoticeSettings, Settings, SourceSettings, TargetSettings, load
from tests.reliability import report

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy").glob("*.service"))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    opened = Newsroom(Settings(tmp_path, keep=KeepSettings("output")))
    opened.ledger.record_made("k", "speak", "2026-kw47", "d" * 64, 1.5)
    opened.ledger.record_call(Called("2026-kw47", 'ho"st', "m", "p", "{}", 10, 20, "geheim", "ok", 1.0))
    yield opened
    opened.close()


# ---------------------------------------------------------------- log lines


def test_a_log_line_for_machines_is_one_json_object_whatever_it_says() -> None:
    try:
        raise ValueError("zwei\nZeilen")
    except ValueError:
        record = logging.LogRecord("newsreel", logging.WARNING, __file__, 1, "parked: %s", ('Ärger\n"x"',), sys.exc_info())
    line = logs.JsonLines().format(record)
    assert "\n" not in line
    form = json.loads(line)
    assert (form["level"], form["logger"], form["message"]) == ("warning", "newsreel", 'parked: Ärger\n"x"')
    assert "ValueError" in form["failure"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", form["at"])


def test_the_command_line_logs_json_where_asked(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[[sources]]\nkind = "feed"\nurl = "a.xml"\n[[sources]]\nkind = "feed"\nurl = "feed.xml"\n'
    )
    (tmp_path / "feed.xml").write_text('{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "T"}]}')
    command = [
        sys.executable,
        "-m",
        "pipeline.cli",
        "run",
        "--until",
        "gather",
        "--log-json",
        "--config",
        str(tmp_path / "config.toml"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    (failed,) = [line["message"] for line in lines if line["level"] != "info"]
    assert failed.startswith(f"source failed: a: There is no file {tmp_path}/a.xml."), done.stderr
    assert any("Auszug" in line["message"] for line in lines)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("sys.exit(cli.main(['show', 'x', '--log-json', '--config', 'nowhere.toml']))", "There is no configuration file"),
        ("logs.begin(False, True); terminal.watch().has('2026-kw47', 'speak', False, 1.0)", "2026-kw47  speaking  1.0 s"),
        ("logs.begin(False, True); t = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()", "division by zero"),
        ("logs.begin(False, True); 1 / 0", "division by zero"),
        ("logs.begin(False, True); warnings.warn('old', stacklevel=1)", "UserWarning: old"),
        ("logs.begin(False, True); logging.getLogger('uvicorn.error').warning('Invalid HTTP request')", "Invalid HTTP request"),
    ],
)
def test_whatever_is_said_beside_the_report_is_a_json_line_where_asked(code: str, message: str, tmp_path: Path) -> None:
    program = f"import logging, sys, threading, warnings\nfrom pipeline import cli, logs, terminal\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert any(message in line["message"] for line in lines), done


# ---------------------------------------------------------------- numbers and health


def test_numbers_are_written_as_prometheus_reads_them_and_tell_no_content(room: Newsroom) -> None:
    text = measuring.metrics(room)
    for line in text.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) newsreel_\w+ .+|newsreel_\w+(\{(\w+=\"(\\.|[^\"\\])*\",?)+\})? [-+.e\d]+", line), line
    assert 'newsreel_stage_seconds_total{stage="speak"} 1.5' in text
    assert 'newsreel_tokens_total{host="ho\\"st",outcome="ok",direction="out"} 20' in text
    assert "geheim" not in text
    assert "2026-kw47" not in text


def test_the_number_that_alerts_watch_is_there_when_it_is_needed_most(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = room.settings.home / "config.toml"
    config.write_text('[[sources]]\nkind = "feed"\nurl = "a.xml"\n', encoding="utf-8")
    monkeypatch.setattr(measuring, "FREE_LEAST", 10**18)
    assert measuring.metrics(room).endswith("\nnewsreel_up 0\n")
    monkeypatch.setattr(measuring, "FREE_LEAST", 0)
    assert measuring.metrics(room).endswith("\nnewsreel_up 1\n")
    room.ledger.close()
    Path(str(room.ledger.where)).write_bytes(b"damaged" * 1000)
    for extra in ("-wal", "-shm"):
        Path(f"{room.ledger.where}{extra}").unlink(missing_ok=True)
    assert measuring.metrics(room).endswith("\nnewsreel_up 0\n")
    assert cli.main(["metrics", "--config", str(config)]) == 1
    assert capsys.readouterr().out.endswith("\nnewsreel_up 0\n")


def test_the_desk_tells_whether_it_is_well(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    client = TestClient(desk(room, Here(room)))
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (200, "ok")
    monkeypatch.setattr(measuring, "FREE_LEAST", 10**18)
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (503, "disk")
    monkeypatch.setattr(measuring, "FREE_LEAST", 0)
    room.ledger.close()
    Path(str(room.ledger.where)).write_bytes(b"damaged" * 1000)
    for extra in ("-wal", "-shm"):
        Path(f"{room.ledger.where}{extra}").unlink(missing_ok=True)
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (503, "ledger")


def test_numbers_are_shown_only_to_who_knows_the_token(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    client = TestClient(desk(room, Here(room)))
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    monkeypatch.setenv("NEWSREEL_METRICS_TOKEN", "ein langes Wort")
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer falsch"}).status_code == 404
    assert "newsreel_up" in client.get("/metrics", headers={"Authorization": "Bearer ein langes Wort"}).text


def test_a_desk_that_cannot_listen_says_so_and_gives_no_link(room: Newsroom) -> None:
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for host in ("127.0.0.1", "nowhere.invalid"):
            with pytest.raises(ConfigError, match=f"cannot listen at http://{host}"):
                serving.serve(room, host, taken.getsockname()[1], "", said.append)
    assert said == []


# ---------------------------------------------------------------- services


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_service_starts_a_command_that_exists_and_is_hardened(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    arguments = re.search(r"^ExecStart=/opt/newsreel/bin/newsreel (.+)$", text, re.M)
    assert arguments is not None
    cli.parser().parse_args(arguments[1].split())
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "CapabilityBoundingSet=", "User=newsreel"):
        assert line in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_the_service_and_finds_little_exposure(unit: Path) -> None:
    found = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", str(unit)], capture_output=True, text=True, check=False
    )
    level = re.search(r"exposure level for \S+: ([\d.]+)", found.stdout)
    assert level is not None, found.stderr
    assert float(level[1]) <= 2.0


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_finds_nothing_wrong_with_services_and_timers(tmp_path: Path) -> None:
    for unit in (ROOT / "deploy").glob("newsreel*"):
        text = unit.read_text(encoding="utf-8").replace("/opt/newsreel/bin/newsreel", sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    (tmp_path / "wrong.service").write_text("[Service]\nExecStart=/nowhere\nMemoryMaxx=1G\n")

    def said(units: list[Path]) -> str:
        asked = ["systemd-analyze", "verify", "--man=no", *map(str, units)]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stderr

    assert "MemoryMaxx" in said([tmp_path / "wrong.service"])
    assert said(sorted(tmp_path.glob("newsreel*"))) == ""


def test_the_nightly_timer_avoids_the_hour_that_is_missing_or_comes_twice() -> None:
    text = (ROOT / "deploy" / "newsreel.timer").read_text(encoding="utf-8")
    hour = re.search(r"OnCalendar=\*-\*-\* (\d\d):", text)
    assert hour is not None
    assert hour[1] not in ("02", "01")
    assert "Persistent=true" in text


def test_what_is_shipped_beside_the_package_is_where_an_installation_looks_for_it(tmp_path: Path) -> None:
    """The container file and the page for operators copy the same three; without them not even `init` would work."""
    beside = ("assets", "avatars", "config.toml")
    copied = re.findall(r"^COPY (\S+) \S+/site-packages/\S+$", (ROOT / "deploy" / "Containerfile").read_text(), re.M)
    assert sorted(copied) == sorted(beside)
    assert f"cp -r {' '.join(beside)} /opt" in (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    shutil.copytree(ROOT / "pipeline", tmp_path / "site" / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))

    def init() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline.cli", "init", "town"]
        env = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=env, timeout=60)

    lacking = init()
    assert (lacking.returncode, lacking.stderr.count("\n")) == (2, 2), lacking.stderr
    shutil.copy(ROOT / "config.toml", tmp_path / "site")
    assert init().returncode == 0


# ---------------------------------------------------------------- completion


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_a_completion_script_knows_every_verb(shell: str) -> None:
    text = completion.script(cli.parser(), shell)
    for verb in ("run", "approve", "restore", "completion"):
        assert re.search(rf"\b{verb}\b", text)
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=text, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_verbs_options_and_choices() -> None:
    text = completion.script(cli.parser(), "bash")

    def completed(*words: str) -> set[str]:
        typed = " ".join(f"'{word}'" for word in words)
        tail = f'\nCOMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _newsreel; printf "%s\\n" "${{COMPREPLY[@]}}"'
        return set(subprocess.run(["bash"], input=text + tail, capture_output=True, text=True, check=True).stdout.split())

    assert {"approve", "appr"} & completed("newsreel", "appr") == {"approve"}
    assert "--until" in completed("newsreel", "run", "--u")
    assert completed("newsreel", "run", "--until", "sp") == {"speak"}
    assert completed("newsreel", "edit", "--file", "") == set()


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_names_with_blanks_and_takes_no_folder_for_a_verb(tmp_path: Path) -> None:
    """In a shell at a terminal, which is the only place where what a function leaves open is completed by the shell itself."""
    (tmp_path / "newsreel.bash").write_text(completion.script(cli.parser(), "bash"), encoding="utf-8")
    (tmp_path / "zwei Worte.md").write_text("", encoding="utf-8")
    (tmp_path / "backup").mkdir()
    leader, follower = pty.openpty()
    shell = subprocess.Popen(
        ["bash", "--norc", "--noprofile", "-i"],
        stdin=follower, stdout=follower, stderr=follower, cwd=tmp_path, start_new_session=True,
        env={**os.environ, "TERM": "dumb"},
    )  # fmt: skip
    os.close(follower)
    typed = (
        "newsreel() { printf '<%s>' \"$@\"; echo; }\n. ./newsreel.bash\n"
        "newsreel edit --file zw\t\nnewsreel backup zw\t\nnewsreel back\tx\nexit\n"
    )
    os.write(leader, typed.encode())
    said = b""
    with suppress(OSError):  # the terminal ends with the shell
        while part := os.read(leader, 4096):
            said += part
    shell.wait(20)
    os.close(leader)
    for words in (b"<edit><--file><zwei Worte.md>", b"<backup><zwei Worte.md>", b"<backup><x>"):
        assert words in said, said.decode()


# ---------------------------------------------------------------- data flows


def test_every_host_of_a_configuration_stands_on_the_page_of_data_flows(tmp_path: Path) -> None:
    to = Settings(tmp_path)
    to = replace(
        to,
        sources=(SourceSettings("feed", "https://quelle.example/feed"), SourceSettings("mail", "mail.eml")),
        targets=(
            TargetSettings("sftp", url="sftp://web@ziel.example/video", name="web"),
            TargetSettings("s3", url="s3://presse/video", name="netz", endpoint="https://eimer.example"),
        ),
        notice=NoticeSettings(to=("chef@kreis.example",), smtp_host="post.example", webhook="https://chat.example/x"),
        writer=replace(to.writer, openai=replace(to.writer.openai, base_url="https://modell.example/v1", model="m")),
        provenance=replace(to.provenance, time_stamp_url="https://zeit.example"),
        fetch=replace(to.fetch, proxy="http://mittler.example:8080"),
        keep=KeepSettings(
            "output",
            ledger="postgresql+psycopg://newsreel:geheim@datenbank.example/newsreel",
            store="s3://presse/waldmark",
            store_endpoint="https://speicher.example",
        ),
    )
    page = dataflows.page(to)
    assert "Entwurf" in page
    told = next(line for line in page.splitlines() if line.startswith("Empfänger außerhalb"))
    hosts = ("quelle", "ziel", "eimer", "post", "chat", "modell", "zeit", "mittler", "datenbank", "speicher")
    assert [host for host in hosts if f"{host}.example" not in told] == []
    assert "im Speicher (speicher.example) und in der Datenbank (datenbank.example)" in page
    assert "geheim" not in page
    assert "Es verlassen keine Daten" in dataflows.page(Settings(tmp_path))


def test_the_committed_page_of_data_flows_is_the_one_of_the_shipped_configuration() -> None:
    page = (ROOT / "docs" / "datenschutz" / "datenfluesse.md").read_text(encoding="utf-8")
    assert page.split("\n", 1)[1] == dataflows.page(load(ROOT / "config.toml"))


NAMED = re.compile(r"`(tests/[\w/.]+)(?:::(\w+))?`")


@pytest.mark.parametrize(("page", "least"), [("threats.md", 30), ("reliability.md", 35)])
def test_every_test_that_a_page_names_exists(page: str, least: int) -> None:
    named = set(NAMED.findall((ROOT / "docs" / page).read_text(encoding="utf-8")))
    assert len(named) >= least
    missing = []
    for file, test in sorted(named):
        text = (ROOT / file).read_text(encoding="utf-8") if (ROOT / file).is_file() else ""
        if not text or (test and f"def {test}(" not in text):
            missing.append(f"{file}::{test}")
    assert missing == []


def test_each_threat_names_the_test_that_holds_against_it() -> None:
    """A whole file is no test: a row may name one only beside a command that is run by hand."""
    page = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
    rows = [row for row in page.splitlines() if row.startswith("| ") and not row.startswith("| who")]
    assert len(rows) > 15
    for row in rows:
        last = row.rstrip("|").rsplit("|", 1)[1]
        assert "::test_" in last or "`.ci/" in last or "`make " in last, row


def test_the_page_of_figures_is_what_the_runs_wrote() -> None:
    """`python -m tests.reliability.report` writes it; a figure that somebody types in by hand does not stay."""
    assert report.page() == report.PAGE.read_text(encoding="utf-8")
    assert set(report.figures()) <= set(report.ROWS)
