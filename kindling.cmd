@echo off
rem Kindling from a clone, on Windows: builds it when it has to, then runs it. See the file kindling.
setlocal
set "HOME_FOLDER=%~dp0"
set "STATE=%HOME_FOLDER%target\launcher"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo kindling: no Java was found. Install a JDK, 17 or newer, or set JAVA_HOME to one. 1>&2
  exit /b 1
)

rem Built, and no source newer than the build?
powershell -NoProfile -Command "$s='%STATE%\classpath'; if (!(Test-Path $s)) {exit 1}; $t=(Get-Item $s).LastWriteTime; if (Get-ChildItem '%HOME_FOLDER%pom.xml','%HOME_FOLDER%core\pom.xml','%HOME_FOLDER%app\pom.xml','%HOME_FOLDER%core\src\main','%HOME_FOLDER%app\src\main' -Recurse | Where-Object {$_.LastWriteTime -gt $t}) {exit 1}"
if errorlevel 1 (
  echo Building Kindling ^(once; fetches what it needs^)... 1>&2
  if not exist "%STATE%" mkdir "%STATE%"
  call mvn -f "%HOME_FOLDER%pom.xml" -B -q -ntp -Plauncher -pl app -am package %KINDLING_MAVEN_OPTS% 1>&2
  if errorlevel 1 exit /b 1
  copy /y "%HOME_FOLDER%core\target\launcher\kindling-core-*.jar" "%STATE%" >nul
  copy /y "%HOME_FOLDER%app\target\launcher\kindling-app-*.jar" "%STATE%" >nul
  copy /y "%HOME_FOLDER%app\target\launcher\classpath" "%STATE%" >nul
)

chcp 65001 >nul
for /f "usebackq delims=" %%i in ("%STATE%\classpath") do set "LIBRARIES=%%i"
"%JAVA%" -XX:+UseSerialGC -Dfile.encoding=UTF-8 "-Dkindling.home=%HOME_FOLDER%." --enable-native-access=ALL-UNNAMED %KINDLING_JAVA_OPTS% -cp "%STATE%\*;%LIBRARIES%" dev.kindling.app.Main %*
exit /b %errorlevel%
