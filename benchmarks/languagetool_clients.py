"""The desk through LanguageTool's own client in Java, brought by Maven: what it finds, and what it can switch off.

    .venv/bin/python -m benchmarks.languagetool_clients [--tiers local]

Needs Maven and a JDK of version 11 or later. The clients in Python are tests (tests/test_serve_languagetool.py).
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

_PROGRAM = str(Path(sys.executable).with_name("copydesk"))
_TEXT = "The mayor spoke on Monday. She said that the the bridge will open in May, and it was an test."
_VERSION, _JACKSON = "6.7", "2.18.0"
_ALONE = "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>"
_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>copydesk</groupId><artifactId>client</artifactId><version>1</version>
  <dependencies>{dependencies}</dependencies>
</project>
"""
# Every language module of LanguageTool hangs on the client; only these are needed to speak to a server.
_NEEDED = (
    ("org.languagetool", "languagetool-http-client", _VERSION, _ALONE),
    ("org.languagetool", "languagetool-core", _VERSION, _ALONE),
    ("com.fasterxml.jackson.core", "jackson-databind", _JACKSON, ""),
)
_CLIENT = """\
import java.net.URL;
import org.languagetool.remote.*;

public class Client {
  public static void main(String[] given) throws Exception {
    RemoteLanguageTool server = new RemoteLanguageTool(new URL(given[0]));
    RemoteResult result = server.check(given[1], "en-US");
    System.out.println("server " + result.getRemoteServer().getSoftware() + ", " + result.getLanguageCode());
    for (RemoteRuleMatch match : result.getMatches())
      System.out.println(match.getRuleId() + " at " + match.getErrorOffset() + "+" + match.getErrorLength()
        + ": " + match.getMessage() + " " + match.getReplacements().get());
    String first = result.getMatches().get(0).getRuleId();
    CheckConfiguration without = new CheckConfigurationBuilder("en-US").disabledRuleIds(first).build();
    System.out.println("without " + first + ": " + server.check(given[1], without).getMatches().size());
    System.out.println("longest text " + server.getMaxTextLength());
  }
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tiers", default="local")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        classpath = _classpath(Path(top))
        (Path(top) / "Client.java").write_text(_CLIENT)
        server = subprocess.Popen(
            [_PROGRAM, "serve", "--no-config", "--port", "0", "--tiers", options.tiers],
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stderr
            found = re.search(r"http://[^\s/]+", server.stderr.readline())
            assert found
            order = ["java", "-cp", classpath, "Client.java", found.group(), _TEXT]
            print(
                subprocess.run(order, cwd=top, check=True, capture_output=True, text=True, timeout=120).stdout, end=""
            )
        finally:
            server.terminate()
            server.wait(60)


def _classpath(folder: Path) -> str:
    """The jars of the client, brought by Maven."""
    dependencies = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId><version>{version}</version>{more}"
        "</dependency>"
        for group, name, version, more in _NEEDED
    )
    (folder / "pom.xml").write_text(_POM.format(dependencies=dependencies))
    order = ["mvn", "-q", "-B", "dependency:build-classpath", "-Dmdep.outputFile=classpath"]
    subprocess.run(order, cwd=folder, check=True, timeout=600)
    return (folder / "classpath").read_text().strip()


if __name__ == "__main__":
    main()
