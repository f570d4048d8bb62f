"""The command line, for operators, lawyers and scripts.

Each command imports what it needs only when it runs, so that a light one starts at once.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

from bot import __version__
from bot.errors import SettingsWrong
from bot.settings import Settings
from bot.troubles import sentence
from handlers.law.errors import LawDataWrong
from storage.errors import StorageError

OK = 0
FAULT = 1
USAGE = 64
CONFIG = 78
_FOLDER: Final = "数据文件夹（默认 WENZHU_DATA 或 ./data）"


class Parser(argparse.ArgumentParser):
    """Argument parser that leaves with 64 on bad usage, as sysexits names it."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line and how to see the usage."""
        del message  # argparse quotes the argument, which may be somebody's words
        self.print_usage(sys.stderr)
        sys.stderr.write(f"用法不对。看说明：{self.prog} --help\n")
        sys.exit(USAGE)


class Command(Parser):
    """One command; the data folder may be named before it and behind it."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=_FOLDER)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    _speak_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    given = _parser().parse_args(words)
    if given.data:
        os.environ["WENZHU_DATA"] = given.data
    command: Callable[[argparse.Namespace], int] = given.command
    try:
        return command(given)
    except StorageError as error:
        sys.stderr.write(f"{sentence(error)}\n")
        return FAULT
    except (SettingsWrong, LawDataWrong) as error:
        sys.stderr.write(f"{error}\n")
        return CONFIG
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAULT


def _speak_utf8() -> None:
    """UTF-8 in and out whatever the locale; bytes that are not UTF-8 become visible marks."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _words(argument: str) -> str:
    """What was typed, as UTF-8: under another locale Python hands it over as stray bytes."""
    return os.fsencode(argument).decode("utf-8", "replace")


def _parser() -> Parser:
    parser = Parser(prog="wenzhu", description="稳住：把催收发来的内容存为证据、识别、判断并回答。")
    parser.add_argument("--version", action="version", version=f"wenzhu {__version__}")
    parser.add_argument("--data", metavar="DIR", help=_FOLDER)
    commands = parser.add_subparsers(required=True, metavar="命令", parser_class=Command)

    run = commands.add_parser("run", help="启动服务和本机聊天页")
    run.add_argument("--port", type=int, help="聊天页端口，0 表示任选")
    run.set_defaults(command=_run)

    doctor = commands.add_parser("doctor", help="检查每项设置和部件")
    doctor.set_defaults(command=_doctor)

    judge = commands.add_parser("judge", help="判断一条消息，不保存")
    judge.add_argument("text", nargs="?", metavar="TEXT", help="消息原文；不给则从标准输入读")
    judge.add_argument("--jsonl", action="store_true", help="标准输入为 JSON Lines")
    judge.add_argument(
        "--explain", action="store_true", help="连同判断的经过：哪一层、哪条规则、为什么"
    )
    judge.set_defaults(command=_judge)

    ask = commands.add_parser("ask", help="回答一个关于欠款和催收的问题，附依据")
    ask.add_argument("question", nargs="?", metavar="QUESTION", help="问题；不给则用 --jsonl")
    ask.add_argument("--jsonl", action="store_true", help="标准输入为 JSON Lines")
    ask.set_defaults(command=_ask)

    plan = commands.add_parser("plan", help="把一句还款安排排成表，列出提醒时间，不保存")
    plan.add_argument("sentence", metavar="SENTENCE", help="例如：每月15号还1000，还10个月")
    plan.add_argument("--now", metavar="ISO", help="这句话是什么时候说的，须带时区；默认现在")
    plan.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    plan.set_defaults(command=_plan)

    understand = commands.add_parser("understand", help="理解一句话想要什么：意图和要点，不保存")
    understand.add_argument("--jsonl", action="store_true", help="标准输入为 JSON Lines（必填）")
    understand.set_defaults(command=_understand)

    keep = commands.add_parser("keep", help="像转发一样存证并判断")
    keep.add_argument("--owner", required=True, metavar="NAME", help="存在谁的名下")
    keep.add_argument("--jsonl", action="store_true", help="标准输入为 JSON Lines")
    keep.add_argument("files", nargs="*", metavar="FILE", help="图片、语音、文本等文件")
    keep.set_defaults(command=_keep)

    read = commands.add_parser("read", help="识别图片里的文字")
    read.add_argument("files", nargs="+", metavar="IMAGE")
    read.set_defaults(command=_read)

    verify = commands.add_parser("verify", help="核对证据链是否完好")
    verify.add_argument("database", type=Path, metavar="DATABASE")
    verify.add_argument("--key", type=Path, metavar="FILE", help="主密钥文件")
    verify.set_defaults(command=_verify)
    _keeping_safe(commands)
    _learning(commands)
    _law(commands)
    return parser


def _keeping_safe(commands: argparse._SubParsersAction[Command]) -> None:
    """The commands for backups and keys."""
    backup = commands.add_parser("backup", help="写一份加密备份，服务可以照常运行")
    backup.add_argument("-o", dest="target", type=Path, required=True, metavar="FILE")
    backup.add_argument(
        "--since", type=Path, metavar="OLDFILE", help="只写这份较早的备份里没有的密封文件"
    )
    backup.set_defaults(command=_backup)

    restore = commands.add_parser("restore", help="把备份恢复到一个空文件夹")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--key", type=Path, metavar="FILE", help="主密钥文件；不给则输入恢复码")
    restore.set_defaults(command=_restore)

    keys = commands.add_parser("keys", help="主密钥")
    actions = keys.add_subparsers(required=True, metavar="动作", parser_class=Command)
    export = actions.add_parser("export", help="印出恢复码，供抄写保管")
    export.set_defaults(command=_export)
    back = actions.add_parser("import", help="主密钥丢了：用恢复码重新写出")
    back.set_defaults(command=_import)


def _learning(commands: argparse._SubParsersAction[Command]) -> None:
    """The commands for those who look after the judgements."""
    cases = commands.add_parser(
        "cases", help="把大家说“判断不对”的消息导出为去掉个人信息的测试案例"
    )
    cases.set_defaults(command=_cases)

    rejudge = commands.add_parser("rejudge", help="做法清单改过以后，列出旧证据的判断会有什么不同")
    rejudge.add_argument("--dry-run", action="store_true", help="只看差别，不改任何记录（必填）")
    rejudge.set_defaults(command=_rejudge)
    for one in (cases, rejudge):
        one.add_argument("-o", dest="target", type=Path, metavar="FILE", help="写到这个文件")


def _law(commands: argparse._SubParsersAction[Command]) -> None:
    """The commands for the law data that change by themselves: the monthly rate."""
    law = commands.add_parser("law", help="法律数据：一年期 LPR")
    kinds = law.add_subparsers(required=True, metavar="哪一种", parser_class=Command)
    rates = kinds.add_parser("rates", help="列出一年期 LPR，或添加、确认")
    rates.set_defaults(command=_rates)
    actions = rates.add_subparsers(metavar="动作", parser_class=Command)
    add = actions.add_parser("add", help="记下一次公布的数字")
    add.add_argument("day", metavar="DATE", help="公布的日子，如 2026-11-20")
    add.add_argument("percent", metavar="PERCENT", help="百分数，如 3.0")
    add.add_argument("--source", help="在哪里看到的")
    add.set_defaults(command=_add_rate)
    confirm = actions.add_parser("confirm", help="核实过，到这天为止没有变")
    confirm.add_argument("day", metavar="DATE", help="核实的那次公布的日子")
    confirm.set_defaults(command=_confirm_rate)


def _library_settings() -> None:
    """python-telegram-bot: durations as such, instead of a warning about whole seconds."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")


def _settings(**given: object) -> Settings:
    return Settings.read(os.environ, **given)


def _run(given: argparse.Namespace) -> int:
    from bot.running import run

    _library_settings()
    return run(_settings(port=given.port))


def _doctor(_: argparse.Namespace) -> int:
    from bot.doctor import run

    _library_settings()
    return run(os.environ, sys.stdout)


def _judge(given: argparse.Namespace) -> int:
    from bot import catalogue, judging

    if given.jsonl and given.text is not None:
        sys.stderr.write("请给出一段话，或用 --jsonl 从标准输入读，二者选一。\n")
        return USAGE
    words = ["--jsonl"] if given.jsonl else [] if given.text is None else ["--", given.text]
    judge, explain = catalogue.judge_now()
    return judging.run(words, judge, explain=explain if given.explain else None)


def _ask(given: argparse.Namespace) -> int:
    from bot import asking, knowledge
    from handlers.law.rates import OWN_FILE

    if given.jsonl == (given.question is not None):
        sys.stderr.write("请给出一个问题，或用 --jsonl 从标准输入读，二者选一。\n")
        return USAGE
    question = None if given.jsonl else _words(given.question)
    return asking.run(question, knowledge.ask_now(_settings().data / OWN_FILE))


def _plan(given: argparse.Namespace) -> int:
    from bot import planning
    from bot.clock import SystemClock

    at = planning.moment(given.now, SystemClock().now())
    if at is None:
        sys.stderr.write("--now 要写成带时区的时间，例如 2026-11-23T10:00:00+08:00。\n")
        return USAGE
    return planning.run(_words(given.sentence), at, sys.stdout, as_json=given.json)


def _understand(given: argparse.Namespace) -> int:
    from bot import understanding

    if not given.jsonl:
        sys.stderr.write("请用 --jsonl 从标准输入读。\n")
        return USAGE
    return understanding.run()


def _keep(given: argparse.Namespace) -> int:
    from bot import keeping, logs

    if bool(given.files) == given.jsonl:
        sys.stderr.write("请给出文件，或用 --jsonl 从标准输入读，二者选一。\n")
        return USAGE
    settings = _settings()
    logs.set_up("error")
    things = keeping.from_lines(sys.stdin) if given.jsonl else keeping.from_files(given.files)
    return keeping.run(settings, _words(given.owner), things, sys.stdout)


def _read(given: argparse.Namespace) -> int:
    from bot.reading import command

    return command.run(given.files)


def _verify(given: argparse.Namespace) -> int:
    from bot import verifying

    return verifying.run(given.database, given.key, sys.stdout, sys.stderr)


def _backup(given: argparse.Namespace) -> int:
    from bot import backing
    from bot.clock import SystemClock

    now = SystemClock().now()
    return backing.run_backup(_settings(), given.target, given.since, now, sys.stdout)


def _restore(given: argparse.Namespace) -> int:
    from bot import backing

    return backing.run_restore(_settings(), given.file, given.key, sys.stdin, sys.stdout)


def _export(_: argparse.Namespace) -> int:
    from bot import backing

    return backing.run_export(_settings(), sys.stdout)


def _import(_: argparse.Namespace) -> int:
    from bot import backing

    return backing.run_import(_settings(), sys.stdin, sys.stdout)


def _cases(given: argparse.Namespace) -> int:
    from bot import casing

    return casing.run(_settings(), given.target, sys.stdout)


def _rejudge(given: argparse.Namespace) -> int:
    from bot import rejudging

    return rejudging.run(_settings(), given.target, sys.stdout, dry=given.dry_run)


def _rates(_: argparse.Namespace) -> int:
    from bot import ratekeeping

    return ratekeeping.run_list(_settings().data, _today(), sys.stdout, sys.stderr)


def _add_rate(given: argparse.Namespace) -> int:
    from bot import ratekeeping

    publication = ratekeeping.Publication(
        _words(given.day), _words(given.percent), _words(given.source or "")
    )
    return ratekeeping.run_add(_settings().data, publication, _today(), sys.stdout, sys.stderr)


def _confirm_rate(given: argparse.Namespace) -> int:
    from bot import ratekeeping

    day = _words(given.day)
    return ratekeeping.run_confirm(_settings().data, day, _today(), sys.stdout, sys.stderr)


def _today() -> date:
    from bot.clock import SystemClock
    from handlers.beijing import beijing_day

    return beijing_day(SystemClock().now())


if __name__ == "__main__":
    sys.exit(main())
