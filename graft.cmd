@echo off
rem Runs Graft out of this folder, and builds it first when it is missing. It does not notice changed sources:
rem after a change run   mvn -q -pl graft-cli -am package -Dmaven.test.skip=true
rem
rem   JAVA_HOME         the Java to use, 17 or newer; else the one on the PATH
rem   GRAFT_JAVA_OPTS   further options of the Java machine
rem   GRAFT_CLASSPATH   jars of further encoders, as 'graft models' names them
rem   GRAFT_HOME        Graft's cache, where reports of crashes go too; else XDG_CACHE_HOME\graft or .cache\graft
rem
rem Exits 2 when Java or Maven is missing or too old, 1 when the build fails, else as Graft does.
setlocal EnableExtensions DisableDelayedExpansion
set "root=%~dp0"
set "root=%root:~0,-1%"
set "target=%root%\graft-cli\target"

if defined JAVA_HOME goto java_home
set "java=java"
where java >nul 2>nul && goto java_found
echo graft: no Java found. Install a JDK of version 17 or newer, or let JAVA_HOME name one.>&2
exit /b 2
:java_home
set "java=%JAVA_HOME%\bin\java"
if exist "%java%.exe" goto java_found
echo graft: JAVA_HOME is "%JAVA_HOME%", where there is no bin\java. Let it name a JDK of version 17 or newer.>&2
exit /b 2

:java_found
set "version="
if not exist "%JAVA_HOME%\release" goto ask_java
for /f "tokens=2 delims==" %%V in ('findstr /b JAVA_VERSION^= "%JAVA_HOME%\release"') do set "version=%%~V"
if defined version goto version_known
:ask_java
for /f "tokens=3" %%V in ('^""%java%" -version 2^>^&1^"') do if not defined version set "version=%%~V"
:version_known
set "major=0"
for /f "delims=.-+" %%M in ("%version%") do set "major=%%M"
if %major% GEQ 17 goto java_good
echo graft: "%java%" is Java %version%, and Graft needs 17 or newer. Let JAVA_HOME name one.>&2
exit /b 2

:java_good
if exist "%target%\classpath.txt" if exist "%target%\graft-cli.jar" goto built
where mvn >nul 2>nul && goto build
echo graft: no Maven found, and Graft must be built first. Install Maven 3.8.6 or newer.>&2
exit /b 2
:build
echo graft: building, which takes some minutes the first time (it downloads about 250 MB)>&2
pushd "%root%"
call mvn -q -B -pl graft-cli -am package -Dmaven.test.skip=true >&2 <nul
set "status=%ERRORLEVEL%"
popd
if "%status%"=="0" goto built
echo graft: the build failed for the reason above>&2
exit /b 1

:built
rem The class path is a file in UTF-8, whatever the console's code page is.
for /f "tokens=2 delims=:." %%P in ('chcp') do set "page=%%P"
chcp 65001 >nul
for /f "usebackq delims=" %%L in ("%target%\classpath.txt") do set "CLASSPATH=%target%\graft-cli.jar;%%L"
chcp %page% >nul

set "cache=%USERPROFILE%\.cache\graft"
if defined XDG_CACHE_HOME set "cache=%XDG_CACHE_HOME%\graft"
if defined GRAFT_HOME set "cache=%GRAFT_HOME%"
set "crashes=%cache%\crashes"
if not exist "%crashes%\" mkdir "%crashes%" 2>nul
if not exist "%crashes%\" set "crashes=%TEMP%"

rem Standard output is Graft's alone, and no file is written into the temporary or the working folder.
set options="-XX:ErrorFile=%crashes%\crash-%%p.log" "-XX:ReplayDataFile=%crashes%\replay-%%p.log"
set options=%options% "-XX:HeapDumpPath=%crashes%" -XX:-UsePerfData -XX:+DisplayVMOutputToStderr
set options=%options% -Xlog:disable -Xlog:all=warning:stderr -Xlog:cds*=off:stderr -Djava.awt.headless=true
if %major% GEQ 24 set options=%options% --enable-native-access=ALL-UNNAMED

rem An archive of loaded classes makes the start faster. Java leaves one aside that does not fit the jars. Lambdas stay
rem out: Java 17 crashes on those that implement picocli's old interfaces.
set "archive=%target%\graft-%version%.jsa"
if exist "%archive%" goto archived
"%java%" %options% "-XX:DumpLoadedClassList=%archive%.list" dev.graft.cli.Graft doctor >nul 2>nul <nul
findstr /v /b "@lambda" "%archive%.list" >"%archive%.kept" 2>nul
"%java%" %options% -Xshare:dump -XX:+UseG1GC "-XX:SharedClassListFile=%archive%.kept" "-XX:SharedArchiveFile=%archive%" >nul 2>nul <nul
del "%archive%.list" "%archive%.kept" 2>nul
:archived
if defined GRAFT_CLASSPATH set "CLASSPATH=%CLASSPATH%;%GRAFT_CLASSPATH%"
if exist "%archive%" set options=%options% -Xshare:auto "-XX:SharedArchiveFile=%archive%"
if "%GRAFT_JAVA_OPTS%"=="" set options=%options% -XX:+UseSerialGC

"%java%" %options% ^
  "-XX:OnError=echo graft: native code crashed. The report is %crashes%\crash-%%p.log 1>&2" ^
  %GRAFT_JAVA_OPTS% dev.graft.cli.Graft %*
exit /b %ERRORLEVEL%
