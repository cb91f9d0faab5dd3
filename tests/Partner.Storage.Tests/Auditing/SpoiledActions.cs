namespace Partner.Storage.Tests.Auditing;

/// <summary>Defects of the action log, in the form of <see cref="SpoiledRecords"/>.</summary>
internal static class SpoiledActions
{
    public const string Table =
        """
        UPDATE actions SET why = 'another reason' WHERE partner_id = 'acme' AND number = 1
          ACTION_CHANGED partners/acme/actions/1
        UPDATE actions SET actor = 'somebody else' WHERE partner_id = 'idle' AND number = 2
          ACTION_CHANGED partners/idle/actions/2
        UPDATE actions SET state_after = NULL WHERE partner_id = 'acme' AND number = 2
          ACTION_CHANGED partners/acme/actions/2
        UPDATE actions SET hash = '1:00' WHERE partner_id = 'acme' AND number = 1
          ACTION_CHANGED partners/acme/actions/1
          ACTION_UNLINKED partners/acme/actions/2
        UPDATE actions SET previous_hash = '1:00' WHERE partner_id = 'acme' AND number = 2
          ACTION_CHANGED partners/acme/actions/2
          ACTION_UNLINKED partners/acme/actions/2
        DELETE FROM actions WHERE partner_id = 'acme' AND number = 1
          ACTION_GAP partners/acme/actions/2
        DELETE FROM actions WHERE partner_id = 'acme' AND number = 2
          ACTION_GAP partners/acme/actions/3
        DELETE FROM actions WHERE partner_id = 'idle' AND number = 2
          ACTION_HEAD_MISMATCH partners/idle/actions/1
        DELETE FROM actions WHERE partner_id = 'idle'
          ACTION_HEAD_MISMATCH partners/idle/actions/0
        DELETE FROM actions WHERE partner_id = ''
          ACTION_HEAD_MISMATCH actions/0
        UPDATE actions SET partner_id = '', number = 2 WHERE partner_id = 'idle' AND number = 2
          ACTION_HEAD_MISMATCH partners/idle/actions/1
          ACTION_HEAD_MISMATCH actions/2
          ACTION_CHANGED actions/2
          ACTION_UNLINKED actions/2
        UPDATE partner_counters SET last_action = NULL, last_action_hash = NULL WHERE partner_id = 'idle'
          ACTION_HEAD_MISMATCH partners/idle/actions/2
        UPDATE partner_counters SET last_action_hash = '1:00' WHERE partner_id = 'idle'
          ACTION_HEAD_MISMATCH partners/idle/actions/2
        """;
}
