"""An S3 server for tests: S3Proxy (Apache 2.0) over a folder, fetched from Maven Central once, on loopback.

It speaks S3's protocol with signed requests and multipart uploads and keeps what it is given on the disk, as MinIO or
Ceph do; it is none of these, and what only they do is not tested by it. Needs a Java 17 and Maven.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_VERSION = "2.6.0"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "heshu"
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>heshu</groupId><artifactId>s3-for-tests</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.gaul</groupId><artifactId>s3proxy</artifactId><version>{_VERSION}</version>
  </dependency></dependencies>
</project>"""
_QUIET = '<configuration><root level="WARN"/></configuration>'
KEY, SECRET, BUCKET = "made-up-key", "made-up-secret", "heshu"


class S3Server:
    """One server with its bucket in a folder; it can be stopped and started again."""

    def __init__(self, jars: Path, folder: Path, port: int) -> None:
        self._jars, self._folder, self._port = jars, folder, port
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "data" / BUCKET).mkdir(parents=True)
        (folder / "logback.xml").write_text(_QUIET)
        (folder / "s3.conf").write_text(
            f"s3proxy.endpoint=http://127.0.0.1:{port}\ns3proxy.authorization=aws-v4\n"
            f"s3proxy.identity={KEY}\ns3proxy.credential={SECRET}\njclouds.provider=filesystem\n"
            f"jclouds.identity=none\njclouds.credential=none\njclouds.filesystem.basedir={folder / 'data'}\n"
        )

    @property
    def settings(self) -> dict[str, str]:
        """The environment variables by which a client finds it."""
        return {
            "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{self._port}", "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required", "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
            "AWS_MAX_ATTEMPTS": "2",
        }  # fmt: skip

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-Dlogback.configurationFile=logback.xml")
        command = ["java", *options, "-cp", f"{self._jars}/*", "org.gaul.s3proxy.Main", "--properties", "s3.conf"]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)
        for _ in range(1200):
            assert self._process.poll() is None, (self._folder / "log").read_text(errors="replace")[-2000:]
            with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 1):
                return
            time.sleep(0.1)
        raise RuntimeError("the S3 server does not answer")

    def stop(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def jars() -> Path | None:
    """The folder with the server; fetched if it is not there yet. None where it can't be had."""
    home = _CACHE / f"s3proxy-{_VERSION}"
    if shutil.which("java") is None or not (home.exists() or shutil.which("mvn")):
        return None
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / "s3proxy.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test workers must not fetch it twice
        return home if home.exists() or _fetched(home) else None


def _fetched(home: Path) -> bool:
    work = Path(tempfile.mkdtemp(dir=_CACHE))
    (work / "pom.xml").write_text(_POM)
    copy = ("dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={work / 'lib'}")
    done = subprocess.run(["mvn", "-B", "-q", "-f", str(work / "pom.xml"), *copy], capture_output=True, check=False)
    if done.returncode == 0:
        (work / "lib").rename(home)
    shutil.rmtree(work, ignore_errors=True)
    return done.returncode == 0


@contextmanager
def running_s3(where: Path, folder: Path) -> Iterator[S3Server]:
    """A server while the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = S3Server(where, folder, port)
    try:
        server.start()
        yield server
    finally:
        server.stop()
