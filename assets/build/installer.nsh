; What the uninstaller takes along beside the application's own files: that it starts at login. An update uninstalls too,
; and keeps that.

!macro removeLoginItems KEY
  StrCpy $R0 0
  ${do}
    EnumRegValue $R1 HKCU "${KEY}" $R0
    ${if} $R1 == ""
      ${exitDo}
    ${endIf}
    ; One for the default home, and one for each other.
    StrCpy $R2 $R1 17
    ${if} $R1 == "${APP_ID}"
    ${orIf} $R2 == "mcp-orchestrator-"
      DeleteRegValue HKCU "${KEY}" $R1
    ${else}
      IntOp $R0 $R0 + 1
    ${endIf}
  ${loop}
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    !insertmacro removeLoginItems "Software\Microsoft\Windows\CurrentVersion\Run"
    !insertmacro removeLoginItems "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
  ${endIf}
!macroend
