using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Partner.Core.Approvals;
using Partner.Server.Connections;
using Partner.Server.Security;

namespace Partner.Server.Hosting;

/// <summary>
/// What a connection goes through around its TLS handshake: every step has its time and its bound, and whoever does not
/// get in is named once a minute.
/// </summary>
internal sealed partial class ConnectionDoor
{
    // How long the web server may take to clear up behind a connection that is closed. By the system's clock: what is
    // waited for is its work, whatever time it is.
    private static readonly TimeSpan ClearingUp = TimeSpan.FromSeconds(5);

    // What ends a handshake goes by a clock of some milliseconds' steps, and may be early by one.
    private static readonly TimeSpan Timers = TimeSpan.FromMilliseconds(20);

    private readonly KestrelTls? _tls;
    private readonly ConnectionLimits _limits;
    private readonly OpenConnections _open;
    private readonly CertificateUsages _usages;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MinuteBound _said;

    /// <summary>Made once for a server.</summary>
    /// <param name="tls">
    /// Certificates; null where nobody is asked for one: callers are told apart by their addresses then.
    /// </param>
    /// <param name="services">The server's services.</param>
    internal ConnectionDoor(KestrelTls? tls, IServiceProvider services)
    {
        _tls = tls;
        _limits = services.GetRequiredService<ConnectionLimits>();
        _open = services.GetRequiredService<OpenConnections>();
        _usages = services.GetRequiredService<CertificateUsages>();
        _time = services.GetRequiredService<TimeProvider>();
        _logger = services.GetRequiredService<ILogger<ConnectionDoor>>();
        _said = new MinuteBound(_time);
    }

    /// <summary>Goes before the TLS handshake, and sees how it ends.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="next">The handshake, and what follows.</param>
    internal async Task BeforeTlsAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var handshake = connection.Features.GetRequiredFeature<Handshake>();
        Handshake.Current = handshake;
        try
        {
            await next(connection);
        }
        catch (NotSupportedException) when (!handshake.Succeeded)
        {
            // Where the first record is no hello, no certificate was chosen, and the framework takes it for our fault.
            handshake.Fails("it does not begin with a hello of TLS");
        }
        finally
        {
            _open.Leave(handshake);
            if (!handshake.Succeeded)
            {
                var late = _time.GetElapsedTime(handshake.StartedAt) >= _limits.Handshake - Timers;
                Refuse(handshake.Caller, handshake.Reason ?? (late
                    ? $"the handshake took longer than {_limits.Handshake.TotalSeconds} s"
                    : "the caller gave up"));
            }
        }
    }

    /// <summary>
    /// Goes after the TLS handshake: from here on the caller has a certificate, where one is asked for.
    /// </summary>
    /// <param name="connection">The connection, decrypted.</param>
    /// <param name="next">HTTP/2.</param>
    internal async Task AfterTlsAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var handshake = connection.Features.GetRequiredFeature<Handshake>();
        handshake.Succeeded = true;
        _open.Leave(handshake);
        var certificate = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        if (certificate is null && _tls is not null)
        {
            return;
        }

        // The thumbprint is computed once for a connection, not for each call.
        var thumbprint = _tls is null ? handshake.Caller : Thumbprints.Of(certificate!);
        if (_usages.TryConnect(thumbprint) is not { } usage)
        {
            Refuse(handshake.Caller, $"{thumbprint} has {_limits.ConnectionsPerCertificate} connections already");
            connection.Abort(new ConnectionAbortedException("too many connections of one certificate"));
            return;
        }

        try
        {
            switch (usage.TakeTurn())
            {
                case null:
                    Refuse(handshake.Caller, $"{thumbprint} was thrown out for a flood, and comes back too often");
                    connection.Abort(new ConnectionAbortedException("too many connections after a flood"));
                    return;
                case { Ticks: 0 }:
                    _open.NoteWelcome();
                    break;
                case { } wait:
                    await Task.Delay(wait, _time, connection.ConnectionClosed)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
            }

            connection.Features.Set(usage);
            if (_tls is not null)
            {
                Present(connection, _tls, certificate!, usage);
            }

            await (SpeaksHttp2(connection)
                ? WatchAsync(connection, handshake.Caller, usage, web => ServeAsync(web, next))
                : next(connection));
        }
        finally
        {
            _usages.Disconnect(usage);
        }
    }

    private static void Present(
        ConnectionContext connection, KestrelTls tls, X509Certificate2 certificate, CertificateUsage usage)
    {
        usage.Shown ??= new ShownCertificate(
            CertificateNames.Of(certificate), certificate.Subject, certificate.NotAfter.ToUniversalTime(),
            Thumbprints.IssuedAs(certificate, tls.AuthorityOf(certificate)));
        connection.Features.Set(new PeerCertificate(usage.Thumbprint, tls.EndOf(certificate), usage)
        {
            IsTrusted = tls.TrustOf(certificate),
            Person = ApprovalParty.Kept(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)),
        });
    }

    // Whether HTTP/1.1 is spoken at all, the door's settings decided in the handshake. It has no frames to watch, and
    // Kestrel bounds how long its headers may take.
    private static bool SpeaksHttp2(ConnectionContext connection) =>
        connection.Features.Get<ISslStreamFeature>()?.SslStream.NegotiatedApplicationProtocol
            != SslApplicationProtocol.Http11;

    // The web server may wait for ever for a call of a connection that is closed: it uses its streams again, and one
    // that was to be written once more when it ended is never written after that. Such a connection would count for
    // ever. Once it is closed and none of our code is at work on it, nothing comes of it any more.
    private static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var running = new RunningCalls();
        connection.Features.Set(running);
        var served = next(connection);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenClosed = connection.ConnectionClosed.UnsafeRegister(
            static state => ((TaskCompletionSource)state!).TrySetResult(), closed);
        await Task.WhenAny(served, closed.Task);
        while (!served.IsCompleted)
        {
            await Task.WhenAny(served, Task.Delay(ClearingUp, TimeProvider.System));
            if (running.IsNone && !served.IsCompleted)
            {
                return;
            }
        }

        await served;
    }

    private async Task WatchAsync(
        ConnectionContext connection, string caller, CertificateUsage usage, ConnectionDelegate next)
    {
        void End(string reason)
        {
            Refuse(caller, reason);
            connection.Abort(new ConnectionAbortedException(reason));
        }

        await using var goodbye = TimeProvider.System.CreateTimer(
            _ => connection.Abort(new ConnectionAbortedException("the connection was at fault")),
            state: null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        var transport = connection.Transport;
        var watch = new FrameWatch(
            transport,
            usage,
            _time,
            reason =>
            {
                usage.NoteFlood();
                End(reason);
            },
            () => goodbye.Change(ClearingUp, Timeout.InfiniteTimeSpan));
        connection.Transport = watch;
        await using var opening = _time.CreateTimer(
            _ =>
            {
                if (!watch.HasOpened)
                {
                    End($"no HTTP/2 within {_limits.Opening.TotalSeconds} s of the handshake");
                }
            },
            state: null,
            _limits.Opening,
            Timeout.InfiniteTimeSpan);
        try
        {
            await next(connection);
        }
        finally
        {
            watch.Close();
            connection.Transport = transport;
        }
    }

    private void Refuse(string caller, string reason)
    {
        if (_logger.IsEnabled(LogLevel.Information) && _said.MaySay(caller, out var left))
        {
            LogRefused(_logger, caller, reason, left);
        }
    }

    [LoggerMessage(
        203, LogLevel.Information, "Refused a connection of {Caller}: {Reason} ({Left} more since the last line)")]
    private static partial void LogRefused(ILogger logger, string caller, string reason, int left);
}
