@echo off
rem For a double-click: starts the servers of .mcp.json in the background and shows what runs. The window stays open.
rem Options and names are handed on: start-services.bat filesystem
setlocal
chcp 65001 >nul
cd /d "%~dp0..\.."

if not exist node_modules if exist package-lock.json (
  echo Installing what is needed; this happens once.
  call npm ci || echo npm ci failed, see above.
)

set "code=1"
where mcp-orchestrator >nul 2>nul && goto installed
where node >nul 2>nul && goto checkout
echo Node is missing. Install version 24 or newer from https://nodejs.org and try again.
goto end

:installed
call mcp-orchestrator start %*
set "code=%ERRORLEVEL%"
echo.
call mcp-orchestrator status
goto end

:checkout
node src-main\hosts\headless\launcher.js start %*
set "code=%ERRORLEVEL%"
echo.
node src-main\hosts\headless\launcher.js status

:end
echo.
echo The servers go on running without this window. To end them: mcp-orchestrator shutdown
pause
exit /b %code%
