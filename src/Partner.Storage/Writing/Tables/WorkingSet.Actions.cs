using Partner.Core.Actions;

namespace Partner.Storage.Writing.Tables;

/// <summary>The action log, as members add to it.</summary>
internal sealed partial class WorkingSet
{
    private readonly Dictionary<PartnerId, ActionHead> _heads = [];
    private readonly Dictionary<PartnerId, List<RecordedAction>> _actions = [];

    /// <summary>
    /// Records an action, in the transaction in which it becomes true. Call it where something changes, and only there:
    /// a member that is decided again finds that its effect is there, and changes and records nothing.
    /// </summary>
    /// <param name="chain">
    /// The partner that it concerns, or <see cref="RecordedAction.CommonChain"/>: the footprint has to name it.
    /// </param>
    /// <param name="action">What is done.</param>
    public void Record(PartnerId chain, NewAction action, DateTimeOffset now)
    {
        if (!_heads.TryGetValue(chain, out var head))
        {
            throw new InvalidOperationException($"The chain '{chain}' is not in the footprint.");
        }

        var recorded = RecordedAction.Next(chain, head, action, now);
        _heads[chain] = recorded.ToHead();
        if (!_actions.TryGetValue(chain, out var actions))
        {
            _actions.Add(chain, actions = []);
        }

        actions.Add(recorded);
    }

    private void FlushActions()
    {
        foreach (var actions in _actions.Values)
        {
            ActionTable.Append(Changes, actions);
        }
    }
}
