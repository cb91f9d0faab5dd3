using Partner.Core.Actions;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Writing;

/// <summary>
/// A chain of the action log, locked by separate work: nothing of its partner changes meanwhile. It comes before
/// everything that others could wait for with a partner locked, and is the only partner that the work may lock, but
/// behind the common chain: there partners may follow, in ascending order, as all lock them.
/// </summary>
/// <param name="session">The transaction.</param>
/// <param name="chain">The partner; <see cref="RecordedAction.CommonChain"/> for what concerns none.</param>
internal sealed class ActionChain(SeparateSession session, PartnerId chain)
{
    private ActionHead _head = ActionTable.Lock(session.Commands, chain);

    /// <summary>Whose it is.</summary>
    public PartnerId Id => chain;

    /// <summary>Records an action in the transaction, in which it becomes true.</summary>
    /// <param name="action">What is done.</param>
    public void Record(NewAction action, DateTimeOffset now) => Record([action], now);

    /// <summary>Records actions in their order.</summary>
    /// <param name="actions">What is done; may be nothing.</param>
    public void Record(IReadOnlyList<NewAction> actions, DateTimeOffset now)
    {
        if (actions.Count == 0)
        {
            return;
        }

        var recorded = new List<RecordedAction>(actions.Count);
        foreach (var action in actions)
        {
            recorded.Add(RecordedAction.Next(chain, _head, action, now));
            _head = recorded[^1].ToHead();
        }

        var changes = new Changes();
        ActionTable.Append(changes, recorded);
        var exchange = session.Exchange();
        changes.Send(exchange);
        exchange.Run();
    }
}
