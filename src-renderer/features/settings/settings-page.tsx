/** What a person can set, and what the orchestrator says of itself. */
export function SettingsPage() {
  return null;
}
