using System.Threading.Channels;
using Leb.Operator.V1;
using Partner.Core.Auditing;
using Partner.Server.Errors;
using CoreFinding = Partner.Core.Auditing.AuditFinding;
using CoreStage = Partner.Core.Auditing.AuditStage;
using WireStage = Leb.Operator.V1.AuditStage;

namespace Partner.Server.BackOffice;

/// <summary>
/// What an audit tells while it runs, for its caller to take. The audit never waits: what it reads stays open
/// meanwhile. So what is kept is bounded, and a caller that reads slowly misses progress, and never a finding that
/// is within the bound.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="language">The language of findings.</param>
internal sealed class AuditStream(TimeProvider clock, Language language) : IAuditWatch
{
    /// <summary>The most findings that are sent.</summary>
    public const int MostFindings = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<RunAuditResponse> _told = Channel.CreateUnbounded<RunAuditResponse>(
        new UnboundedChannelOptions { SingleReader = true });

    private CoreStage? _stage;
    private long _toldAt;
    private long _findings;

    /// <summary>What was told and not taken yet.</summary>
    public ChannelReader<RunAuditResponse> Told => _told.Reader;

    /// <summary>How many findings were made and not told.</summary>
    public long LeftOut => Math.Max(0, _findings - MostFindings);

    /// <inheritdoc/>
    public void Found(CoreFinding finding)
    {
        if (_findings++ < MostFindings)
        {
            _told.Writer.TryWrite(new RunAuditResponse
            {
                Finding = new Leb.Operator.V1.AuditFinding
                {
                    Code = finding.CodeName, Subject = finding.Subject, Detail = language.Pick(finding.Detail),
                },
            });
        }
    }

    /// <inheritdoc/>
    public void Reached(CoreStage stage, long operations)
    {
        var now = clock.GetTimestamp();
        if (stage == _stage && clock.GetElapsedTime(_toldAt, now) < Pause)
        {
            return;
        }

        (_stage, _toldAt) = (stage, now);
        _told.Writer.TryWrite(new RunAuditResponse
        {
            Progress = new AuditProgress { Stage = (WireStage)stage, Done = operations, Findings = _findings },
        });
    }

    /// <summary>Nothing more will be told.</summary>
    /// <param name="fault">Why it broke off; null where it did not.</param>
    public void End(Exception? fault) => _told.Writer.TryComplete(fault);
}
