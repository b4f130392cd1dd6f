<# :
@rem Does on Windows what mvnw does elsewhere. cmd runs the lines down to exit; PowerShell, to which they are
@rem a comment, runs those below and prints the path of the mvn to use.
@setlocal DisableDelayedExpansion
@set "MVNW=%~f0"
@set "MVNW_MVN="
@setlocal
@rem Inherited from PowerShell 7 it would keep Windows PowerShell from finding its own modules.
@set "PSModulePath="
@for /f "usebackq delims=" %%P in (`powershell -NoProfile -Command "& ([ScriptBlock]::Create((Get-Content -Raw -LiteralPath $env:MVNW)))"`) do @set "MVNW_MVN=%%P"
@endlocal & set "MVNW_MVN=%MVNW_MVN%"
@if not defined MVNW_MVN exit /b 1
@"%MVNW_MVN%" %*
@exit /b
#>
$ErrorActionPreference = 'Stop'
function Say($text) { [Console]::Error.WriteLine("mvnw: $text") }
function Die($text) { Say $text; exit 1 }
# Under 'Stop' Windows PowerShell takes any line that a program writes to stderr for a failure.
function Run($exe, [string[]]$argv) { $ErrorActionPreference = 'Continue'; & $exe $argv 2>&1 | Out-String }
function Find($names) { Get-Command $names -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1 }

$prop = @{}
foreach ($line in Get-Content -LiteralPath (Join-Path ([IO.Path]::GetDirectoryName($env:MVNW)) '.mvn\wrapper.properties')) {
  if ($line -match '^(\w+)=(\S+)') { $prop[$Matches[1]] = $Matches[2] }
}
$version = $prop['mavenVersion']
if (-not $version -or -not $prop['sha512']) { Die 'cannot read .mvn\wrapper.properties.' }
$name = "apache-maven-$version"
$store = Join-Path $env:USERPROFILE '.m2\wrapper'
$pinned = "$store\$name\bin\mvn.cmd"

$javac = if ($env:JAVA_HOME) { Join-Path $env:JAVA_HOME 'bin\javac.exe' } else { 'javac.exe' }
if (-not (Find $javac)) {
  if ($env:JAVA_HOME) { Die "JAVA_HOME ($env:JAVA_HOME) is no working JDK: set it to a JDK 17 or newer." }
  Die 'no JDK found: install JDK 17 or newer and set JAVA_HOME or put its javac on PATH.'
}
if (-not ((Run $javac '-version') -match 'javac (\d+)') -or [int]$Matches[1] -lt 17) {
  Die "JDK 17 or newer is needed, but $javac is not."
}

$have = $null
$mvn = Find 'mvn.cmd', 'mvn.bat', 'mvn.exe'
if ($mvn -and (Run $mvn.Path '-v') -match 'Apache Maven (\d+\.\d+\.\d+)') { $have = [version]$Matches[1] }
if ($have -ge [version]'3.9') { $mvn.Path; exit }
if (Test-Path -LiteralPath $pinned) { $pinned; exit }

Say "fetching Maven $version into $store"
$tmp = Join-Path $store ('tmp.' + [Guid]::NewGuid())
$tar = "$tmp\$name-bin.tar.gz"
try {
  New-Item -ItemType Directory -Force $tmp | Out-Null
  foreach ($from in 'mvn', 'archive') {
    try {
      if ($from -eq 'mvn') {
        if (-not $have) { continue }
        # Run in $tmp, lest this project's pom.xml be read.
        Push-Location -LiteralPath $tmp
        try {
          $log = Run $mvn.Path '-q', '-B', 'org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy',
            "-Dartifact=org.apache.maven:apache-maven:${version}:tar.gz:bin", '-DoutputDirectory=.'
        } finally { Pop-Location }
        if ($LASTEXITCODE) { throw "mvn $have could not fetch it: $(($log -split '\r?\n' -match 'ERROR')[0])" }
      } else {
        [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
        (New-Object Net.WebClient).DownloadFile("https://archive.apache.org/dist/maven/maven-3/$version/binaries/$name-bin.tar.gz", $tar)
      }
      if ((Get-FileHash -LiteralPath $tar -Algorithm SHA512).Hash -ne $prop['sha512']) {
        throw "refused what came from ${from}: its SHA-512 is not the pinned one."
      }
      # Named in full: a GNU tar earlier on PATH takes the drive letter for a host name.
      Run "$env:SystemRoot\System32\tar.exe" '-xzf', $tar, '-C', $tmp | Out-Null
      # Fails where another run was first, whose Maven then is as good.
      try { [IO.Directory]::Move("$tmp\$name", "$store\$name") } catch { if (-not (Test-Path -LiteralPath $pinned)) { throw } }
      $pinned
      exit
    } catch { Say $_.Exception.Message }
  }
} catch { Say $_.Exception.Message
} finally { Remove-Item -LiteralPath $tmp -Recurse -Force -ErrorAction SilentlyContinue }

if ($have -ge [version]'3.8.6') {
  Say "warning: going on with mvn $have instead of Maven $version."
  $mvn.Path
  exit
}
Die "no Maven 3.8.6 or newer on PATH, and Maven $version could not be fetched: install Maven 3.9 or newer."
