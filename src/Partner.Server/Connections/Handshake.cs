using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Partner.Server.Connections;

/// <summary>A connection before it has shown a certificate; a feature of the connection.</summary>
/// <param name="connection">The connection.</param>
/// <param name="startedAt">When it was accepted, by the clock's timestamps.</param>
internal sealed class Handshake(ConnectionContext connection, long startedAt)
{
    private static readonly AsyncLocal<Handshake?> Running = new();

    /// <summary>The handshake that this code is a part of; null outside of any.</summary>
    internal static Handshake? Current
    {
        get => Running.Value;
        set => Running.Value = value;
    }

    /// <summary>Its place among the unfinished ones; kept by <see cref="OpenConnections"/>.</summary>
    internal LinkedListNode<Handshake>? Place { get; set; }

    /// <summary>When it was accepted, by the clock's timestamps.</summary>
    internal long StartedAt => startedAt;

    /// <summary>Whether it ended well.</summary>
    internal bool Succeeded { get; set; }

    /// <summary>
    /// Why it did not, in words for an operator; null as long as nobody has said so. The first reason stays.
    /// </summary>
    internal string? Reason { get; private set; }

    /// <summary>Address of the caller, without its port.</summary>
    internal string Caller => (connection.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "unknown";

    /// <summary>Notes why it fails.</summary>
    /// <param name="reason">In words for an operator.</param>
    internal void Fails(string reason) => Reason ??= reason;

    /// <summary>Closes the connection.</summary>
    /// <param name="reason">In words for an operator.</param>
    internal void GiveUp(string reason)
    {
        Fails(reason);
        connection.Abort(new ConnectionAbortedException(reason));
    }
}
