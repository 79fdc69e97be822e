"""The command that the package installs behaves as the Rust binary does."""

import signal
import subprocess
import sys
import time

import pytest

PACKAGED = [sys.executable, "-m", "monoglot"]
DIRTY = "The presidents met on Friday, said the White House.\nкоментуйте повідомлення:\n"


def run(command, *args, **options):
    return subprocess.run([*command, *args], capture_output=True, timeout=60, **options)


@pytest.mark.parametrize(
    "args",
    [
        ["clean"],
        ["check"],
        ["check", "--format", "json"],
        ["tag"],
        ["languages"],
        ["man"],
        ["completions", "bash"],
        ["--help"],
        ["--version"],
        ["explain", "mojibake"],
        ["nonsense"],
        ["clean", "there-is-no-such-file"],
        [],
    ],
)
def test_output_and_exit_code_are_those_of_the_binary(monoglot_command, args, tmp_path):
    binary = run([monoglot_command], *args, input=DIRTY.encode(), cwd=tmp_path)
    packaged = run(PACKAGED, *args, input=DIRTY.encode(), cwd=tmp_path)
    assert (packaged.returncode, packaged.stdout) == (binary.returncode, binary.stdout)
    assert packaged.stderr == binary.stderr


def test_an_interrupt_ends_it(tmp_path):
    process = subprocess.Popen([*PACKAGED, "clean"], stdin=subprocess.PIPE)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == -signal.SIGINT


def test_a_reader_that_has_had_enough_is_no_error(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY * 20_000)
    process = subprocess.Popen(
        [*PACKAGED, "tag", "a.txt"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 0


def test_names_that_are_no_unicode_are_files_too(tmp_path):
    name = b"\xff.txt"
    with open(bytes(tmp_path) + b"/" + name, "wb") as file:
        file.write(DIRTY.encode())
    ran = run(PACKAGED, "clean", name, cwd=tmp_path)
    assert ran.returncode == 0 and ran.stdout.decode() == DIRTY.splitlines(True)[0]
