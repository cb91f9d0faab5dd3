using Partner.Core.Actions;

namespace Partner.Core.Auditing;

/// <summary>
/// The chains of the action log: numbers without a gap, every hash that of its row, every row tied to the one before
/// it, and the last one that of the head which the partner's counters hold.
/// </summary>
internal static class ActionAudit
{
    /// <summary>Walks all chains.</summary>
    /// <param name="source">What is stored.</param>
    public static void Run(IAuditSource source, Findings findings, CancellationToken cancel)
    {
        var heads = source.ActionHeads().ToDictionary(head => head.Chain, StringComparer.Ordinal);
        var last = new Dictionary<string, ActionHead>(StringComparer.Ordinal);
        foreach (var action in source.Actions())
        {
            cancel.ThrowIfCancellationRequested();
            var chain = action.Chain.Value;
            var before = last.GetValueOrDefault(chain, ActionHead.Empty);
            Check(action, before, findings);
            last[chain] = action.ToHead();
        }

        foreach (var chain in heads.Keys.Union(last.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var head = heads.TryGetValue(chain, out var stored) ? stored.Head : ActionHead.Empty;
            Compare(chain, head, last.GetValueOrDefault(chain, ActionHead.Empty), findings);
        }
    }

    private static void Check(RecordedAction action, ActionHead before, Findings findings)
    {
        var subject = Subject(action.Chain.Value, action.Number);
        if (action.Number != before.Number + 1)
        {
            findings.Add(
                AuditCode.ActionGap,
                subject,
                $"it comes where action {before.Number + 1} should",
                $"此处应为第 {before.Number + 1} 号操作");
        }
        else if (action.PreviousHash != before.Hash)
        {
            findings.Add(AuditCode.ActionUnlinked, subject, new(
                "it does not follow the action before it as that one is", "与前一操作的现有内容不衔接"));
        }

        if (action.Hash != ActionHash.Of(action))
        {
            findings.Add(AuditCode.ActionChanged, subject, new(
                "its hash is not that of what it says", "其哈希值与内容不符"));
        }
    }

    private static void Compare(string chain, ActionHead head, ActionHead last, Findings findings)
    {
        if (head.Number != last.Number)
        {
            findings.Add(
                AuditCode.ActionHeadMismatch,
                Subject(chain, last.Number),
                $"the head stands at action {head.Number}, but the last one is {last.Number}",
                $"链尾记为第 {head.Number} 号操作，而最后一条为第 {last.Number} 号");
        }
        else if (head.Hash != last.Hash)
        {
            findings.Add(
                AuditCode.ActionHeadMismatch, Subject(chain, last.Number), new(
                    "its hash is not the one that the head has", "其哈希值与链尾所记不符"));
        }
    }

    private static string Subject(string chain, long number) => chain.Length == 0
        ? $"actions/{Named.Number(number)}"
        : $"{Named.Partner(chain)}/actions/{Named.Number(number)}";
}

/// <summary>The head of a chain of actions as it is stored.</summary>
/// <param name="Chain">The partner; empty for what concerns none.</param>
/// <param name="Head">Where the chain ends.</param>
public sealed record ActionHeadFacts(string Chain, ActionHead Head);
