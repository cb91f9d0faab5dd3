using Partner.Core.Actions;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Writing;

/// <summary>
/// A chain of the action log, locked by separate work: nothing of its partner changes meanwhile. It is the only partner
/// that the work may lock, and comes before everything that others could wait for with a partner locked.
/// </summary>
/// <param name="session">The transaction.</param>
/// <param name="chain">The partner; <see cref="RecordedAction.CommonChain"/> for what concerns none.</param>
internal sealed class ActionChain(SeparateSession session, PartnerId chain)
{
    private ActionHead _head = ActionTable.Lock(session.Commands, chain);

    /// <summary>Records an action in the transaction, in which it becomes true.</summary>
    /// <param name="action">What is done.</param>
    public void Record(NewAction action, DateTimeOffset now)
    {
        var recorded = RecordedAction.Next(chain, _head, action, now);
        _head = recorded.ToHead();
        var changes = new Changes();
        ActionTable.Append(changes, [recorded]);
        var exchange = session.Exchange();
        changes.Send(exchange);
        exchange.Run();
    }
}
